package dev.slipway.task.task;

/** How a task ended. */
public sealed interface Outcome {
    /** Its process ended by itself. */
    record Exited(int code, boolean outOfMemory) implements Outcome {}

    /** Somebody asked for its end. */
    record Killed() implements Outcome {}

    /** It never ran: the engine's text, or why the node gave up. */
    record Failed(String reason) implements Outcome {}

    /** It ran, is gone, and how it ended cannot be known. */
    record Lost(String reason) implements Outcome {}
}
