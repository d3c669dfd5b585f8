package dev.slipway.task.task;

/** How a task ended. */
public sealed interface Outcome {
    /** Its process ended by itself. */
    record Exited(int code, boolean outOfMemory) implements Outcome {}

    /** Somebody asked for its end; {@code reason} is empty where that was a person. */
    record Killed(String reason) implements Outcome {
        /** By a person, who gave no reason. */
        public Killed() {
            this("");
        }
    }

    /** It never ran: the engine's text, or why the node gave up. */
    record Failed(String reason) implements Outcome {}

    /** It never ran: its owner's or its project's quota did not allow it. */
    record Refused(String reason) implements Outcome {}

    /** It never ran: its owner may not run it any more. */
    record Forbidden(String reason) implements Outcome {}

    /** It ran, is gone, and how it ended cannot be known. */
    record Lost(String reason) implements Outcome {}
}
