package dev.slipway.node.container;

import java.time.Instant;

/** How a process ended, with the engine's times. */
public record End(int exitCode, boolean outOfMemory, Instant startedAt, Instant at) {
    /** No process ends before it starts, though engines have said so of short ones, or said no time at all. */
    public End {
        if (at.isBefore(startedAt)) {
            at = startedAt;
        }
    }
}
