package dev.slipway.auth.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How many refusals are worth a line: enough to see somebody at the door, not enough to fill a disk. */
@ApplicationScoped
class Refusals {
    static final int PER_MINUTE = 60;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Instant begun = Instant.EPOCH;
    private int taken;

    Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether one more may be written in this minute. */
    synchronized boolean take() {
        var now = clock.instant();
        if (Duration.between(begun, now).compareTo(WINDOW) >= 0) {
            begun = now;
            taken = 0;
        }
        return taken++ < PER_MINUTE;
    }
}
