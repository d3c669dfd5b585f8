package dev.slipway.node.container;

import java.time.Instant;

/** How a process ended, with the engine's times. */
public record End(int exitCode, boolean outOfMemory, Instant startedAt, Instant at) {}
