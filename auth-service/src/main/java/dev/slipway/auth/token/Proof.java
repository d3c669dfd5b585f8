package dev.slipway.auth.token;

import dev.slipway.platform.identity.Scope;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody proved himself with, as far as his token must know.
 *
 * @param keyId the named key or session the token dies with; empty for the account's own key
 * @param expires when the key does; empty for never
 */
record Proof(Scope scope, Optional<String> keyId, Optional<Instant> expires) {
    /** The account's own key or password: everything. */
    static final Proof OWN = new Proof(Scope.ALL, Optional.empty(), Optional.empty());
}
