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
 * @param tmp its temporary storage on the node; empty where it has none and until the node told it
 * @param engineId the engine's id of the container; empty until it runs
 * @param address where the container is reached; empty when unknown
 * @param ports of its node, that lead into it
 * @param score the task's fair share in the pass that placed it; 0 where the order was another
 * @param bytes what its files take; 0 until they are kept
 */
public record Run(
        String node,
        int attempt,
        Instant placedAt,
        Optional<Instant> startedAt,
        String directory,
        String tmp,
        String engineId,
        String address,
        List<Port> ports,
        double score,
        long bytes) {
    /** A port of its node that leads to a port of its container. */
    public record Port(int host, int container) {}

    public Run {
        ports = List.copyOf(ports);
    }

    /** A fresh attempt. */
    public static Run on(String node, int attempt, Instant placedAt) {
        return new Run(node, attempt, placedAt, Optional.empty(), "", "", "", "", List.of(), 0, 0);
    }

    Run prepared(String where, String scratch) {
        return new Run(node, attempt, placedAt, startedAt, where, scratch, engineId, address, ports, score, bytes);
    }

    Run started(Start start) {
        return new Run(
                node,
                attempt,
                placedAt,
                Optional.of(start.at()),
                told(start.directory(), directory),
                told(start.tmp(), tmp),
                start.engineId(),
                start.address(),
                ports,
                score,
                bytes);
    }

    Run with(List<Port> opened) {
        return new Run(node, attempt, placedAt, startedAt, directory, tmp, engineId, address, opened, score, bytes);
    }

    Run leaving(long size) {
        return new Run(node, attempt, placedAt, startedAt, directory, tmp, engineId, address, ports, score, size);
    }

    /** The end tells the start too: that of a short run is not told by itself. */
    Run startedBy(Start start) {
        return startedAt.isPresent() ? this : started(start);
    }

    /** An older node does not say it with every word. */
    private static String told(String now, String before) {
        return now.isEmpty() ? before : now;
    }

    /** What a node tells when the process began. */
    public record Start(String engineId, String address, String directory, String tmp, Instant at) {}
}
