package dev.slipway.platform.identity;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Turns an API key into a short token. */
public interface KeyExchange {
    /** A token that the key opens, good until {@code until}. */
    record Exchanged(String token, Instant until) {}

    /**
     * Empty when the key opens nothing, or not for this login.
     *
     * @param login what was shown beside the key
     */
    Uni<Optional<Exchanged>> exchange(Optional<String> login, String key);
}
