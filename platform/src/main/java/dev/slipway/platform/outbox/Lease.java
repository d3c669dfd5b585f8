package dev.slipway.platform.outbox;

import java.time.Instant;

/**
 * The right to be the only one of its name for a while.
 *
 * @param fence grows with each new holder; zero when not held. Writes that must be the leader's check it in their
 *     transaction
 * @param until when it ends unless renewed
 * @param renewAt from when on it should be renewed
 */
public record Lease(String name, long fence, Instant renewAt, Instant until) {
    /** Not held. */
    public static Lease none(String name) {
        return new Lease(name, 0, Instant.EPOCH, Instant.EPOCH);
    }

    /** Held, and not yet in need of a renewal. */
    public boolean isFresh(Instant now) {
        return fence > 0 && now.isBefore(renewAt);
    }

    /** Held, as far as this side's clock knows. */
    public boolean isHeld(Instant now) {
        return fence > 0 && now.isBefore(until);
    }
}
