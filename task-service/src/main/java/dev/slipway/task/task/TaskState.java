package dev.slipway.task.task;

import java.time.Instant;
import java.util.Optional;

/** Where a task stands. It moves forward only; how it ended is never rewritten. */
public sealed interface TaskState {
    /** Stored, not yet offered to the scheduler. */
    record Created() implements TaskState {}

    /** It waits for a node. */
    record Pending(Instant since) implements TaskState {}

    /** A node was chosen and told; its process is not known to run. */
    record Placed(Run run) implements TaskState {}

    /** Its process runs, or has ended and its files are being kept. */
    record Running(Run run) implements TaskState {}

    /** Its end was asked for; its container is not known to be gone. */
    record Stopping(Run run, Instant asked) implements TaskState {}

    /** An array: at least one of its children has left the queue, and not all are over. */
    record Spread(Optional<Instant> stopAsked) implements TaskState {}

    /** The end is proved and its results are readable. */
    record Ended(Optional<Run> lastRun, Outcome outcome, Instant at) implements TaskState {}

    /** It is over, and its files were given up. */
    record Archived(Ended end, Instant at) implements TaskState {}
}
