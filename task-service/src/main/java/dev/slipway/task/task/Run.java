package dev.slipway.task.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at running a task.
 *
 * @param attempt counted from 1
 * @param placedAt when the node was chosen
 * @param startedAt when its process began, as the node told
 * @param directory the job directory on the node; empty until the node told it
 * @param engineId the engine's id of the container; empty until it runs
 * @param address where the container is reached; empty when unknown
 * @param ports of its node, that lead into it
 */
public record Run(
        String node,
        int attempt,
        Instant placedAt,
        Optional<Instant> startedAt,
        String directory,
        String engineId,
        String address,
        List<Port> ports) {
    /** A port of its node that leads to a port of its container. */
    public record Port(int host, int container) {}

    public Run {
        ports = List.copyOf(ports);
    }

    /** A fresh attempt. */
    public static Run on(String node, int attempt, Instant placedAt) {
        return new Run(node, attempt, placedAt, Optional.empty(), "", "", "", List.of());
    }

    Run prepared(String where) {
        return new Run(node, attempt, placedAt, startedAt, where, engineId, address, ports);
    }

    Run started(Start start) {
        return new Run(
                node,
                attempt,
                placedAt,
                Optional.of(start.at()),
                start.directory(),
                start.engineId(),
                start.address(),
                ports);
    }

    Run with(List<Port> opened) {
        return new Run(node, attempt, placedAt, startedAt, directory, engineId, address, opened);
    }

    /** The end tells the start too: that of a short run is not told by itself. */
    Run startedBy(Start start) {
        if (startedAt.isPresent()) {
            return this;
        }
        // What an older node tells of the end does not say where.
        var where = start.directory().isEmpty() ? directory : start.directory();
        return started(new Start(start.engineId(), start.address(), where, start.at()));
    }

    /** What a node tells when the process began. */
    public record Start(String engineId, String address, String directory, Instant at) {}
}
