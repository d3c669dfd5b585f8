package dev.slipway.task.task;

import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.Outcome.Refused;

/** The words for outcomes in the store, in events and in our own API. */
public final class Outcomes {
    static final String EXITED = "exited";
    static final String KILLED = "killed";
    static final String FAILED = "failed";
    static final String LOST = "lost";
    static final String REFUSED = "refused";

    private Outcomes() {}

    /** {@code exited}, {@code killed}, {@code failed}, {@code lost} or {@code refused}. */
    public static String nameOf(Outcome outcome) {
        return switch (outcome) {
            case Exited _ -> EXITED;
            case Killed _ -> KILLED;
            case Failed _ -> FAILED;
            case Lost _ -> LOST;
            case Refused _ -> REFUSED;
        };
    }
}
