package dev.slipway.auth.credential;

import dev.slipway.platform.identity.Scope;
import java.time.Instant;
import java.util.Optional;

/**
 * A further key of an account, for one program or one purpose. The key itself is shown once, when it is made.
 *
 * @param id what tokens made from it carry
 * @param expires empty for never
 */
public record NamedKey(String id, String login, String name, Scope scope, Instant madeAt, Optional<Instant> expires) {}
