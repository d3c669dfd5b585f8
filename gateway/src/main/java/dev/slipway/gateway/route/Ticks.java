package dev.slipway.gateway.route;

import java.time.Duration;

/**
 * How a lane measures silence: by counting.
 *
 * @param millis from one tick to the next
 * @param patience so many without a sign are silence
 */
record Ticks(long millis, long patience) {
    /** At least so many, so that a short silence is measured well. */
    private static final int FEWEST = 8;

    private static final int LONGEST_MILLIS = 1000;

    static Ticks in(Duration silence) {
        var millis = Math.clamp(silence.toMillis() / FEWEST, 1, LONGEST_MILLIS);
        return new Ticks(millis, Math.ceilDiv(silence.toMillis(), millis));
    }
}
