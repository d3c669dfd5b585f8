package dev.slipway.node.engine;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Images the engine had a moment ago, so that a thousand tasks of one image do not each ask for it. One that has gone since is
 * missed when a container is made of it, and is {@link #forget forgotten} then. One whose name means another image since then
 * lends that its accounts for as long.
 */
@ApplicationScoped
class KnownImages {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MANY = 1000;

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final InstantSource clock = InstantSource.system();

    private record Seen(String id, Instant until) {}

    /** Its engine id, if that was asked for lately. */
    Optional<String> idOf(String image) {
        var now = clock.instant();
        return Optional.ofNullable(seen.get(image))
                .filter(it -> now.isBefore(it.until()))
                .map(Seen::id);
    }

    void remember(String image, String id) {
        if (seen.size() >= MANY) {
            seen.clear();
        }
        seen.put(image, new Seen(id, clock.instant().plus(FRESH)));
    }

    /** By its name or its id. */
    void forget(String image) {
        seen.entrySet()
                .removeIf(it -> it.getKey().equals(image) || it.getValue().id().equals(image));
    }
}
