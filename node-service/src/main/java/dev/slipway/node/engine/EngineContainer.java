package dev.slipway.node.engine;

import java.time.Instant;
import java.util.Map;

/**
 * What the engine knows of a container.
 *
 * @param id the engine's own id
 * @param exitCode 0 until it has ended
 * @param startedAt the engine's time, EPOCH when it never ran or is not told
 * @param paused whether its processes stand still
 * @param finishedAt the engine's time, EPOCH while it runs or when it is not told
 */
public record EngineContainer(
        String id,
        String name,
        Phase phase,
        int exitCode,
        boolean outOfMemory,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        Map<String, String> labels,
        boolean paused) {
    /** Where it stands. */
    public enum Phase {
        /** Made, never run. */
        CREATED,
        /** Its process runs, or is paused. */
        RUNNING,
        /** Its process has ended. */
        EXITED
    }

    public EngineContainer {
        labels = Map.copyOf(labels);
    }
}
