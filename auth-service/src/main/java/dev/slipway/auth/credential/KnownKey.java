package dev.slipway.auth.credential;

import dev.slipway.platform.identity.Scope;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose a key is that somebody showed.
 *
 * @param id of a named key; empty for the account's own
 * @param expires empty for never
 */
public record KnownKey(String login, Optional<String> id, Scope scope, Optional<Instant> expires) {}
