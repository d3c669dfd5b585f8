package dev.slipway.task.schedule;

import java.time.Instant;

/** How fast tasks started lately: by minutes, over the last ten. */
final class Pace {
    private static final int MINUTES = 10;

    private final long[] counts = new long[MINUTES];
    private final long[] minutes = new long[MINUTES];

    void started(int tasks, Instant now) {
        var minute = now.getEpochSecond() / 60;
        var slot = (int) (minute % MINUTES);
        if (minutes[slot] != minute) {
            minutes[slot] = minute;
            counts[slot] = 0;
        }
        counts[slot] += tasks;
    }

    /** 0 when none did. */
    double perSecond(Instant now) {
        var minute = now.getEpochSecond() / 60;
        var sum = 0L;
        var first = minute;
        for (int i = 0; i < MINUTES; i++) {
            if (counts[i] > 0 && minutes[i] > minute - MINUTES) {
                sum += counts[i];
                first = Math.min(first, minutes[i]);
            }
        }
        return sum == 0 ? 0 : (double) sum / Math.max(1, now.getEpochSecond() - first * 60);
    }
}
