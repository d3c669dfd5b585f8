package dev.slipway.task.task;

import dev.slipway.platform.contract.ContainerEvent;

/** Why an attempt never ran. */
enum Fault {
    /** What was asked for cannot be. */
    REQUEST,
    /** The node's or its engine's: another attempt may succeed. */
    SYSTEM,
    /** The node was away for too long: nothing has failed but the moment. */
    LATE;

    /** A node whose clock is wrong is always late. */
    private static final int MOST_LATE = 5;

    /** How often a task may get another attempt after it, where its failure policy and ours allow {@code allowed}. */
    int retries(int allowed) {
        return switch (this) {
            case REQUEST -> 0;
            case SYSTEM -> allowed;
            case LATE -> Math.max(MOST_LATE, allowed);
        };
    }

    /** By its node's word. */
    static Fault of(ContainerEvent.Failed word) {
        return word.late() ? LATE : word.system() ? SYSTEM : REQUEST;
    }
}
