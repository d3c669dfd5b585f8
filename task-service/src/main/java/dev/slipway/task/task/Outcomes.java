package dev.slipway.task.task;

import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Forbidden;
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
    static final String FORBIDDEN = "forbidden";

    private Outcomes() {}

    /** Why, in a sentence; empty where the process ended by itself or a person wanted its end. */
    public static String reasonOf(Outcome outcome) {
        return switch (outcome) {
            case Exited _ -> "";
            case Killed(var why) -> why;
            case Failed(var why) -> why;
            case Lost(var why) -> why;
            case Refused(var why) -> why;
            case Forbidden(var why) -> why;
        };
    }

    /** That of a task that was not let run, by its word. */
    static Outcome refusal(String word, String reason) {
        return word.equals(FORBIDDEN) ? new Forbidden(reason) : new Refused(reason);
    }

    /** {@code exited}, {@code killed}, {@code failed}, {@code lost}, {@code refused} or {@code forbidden}. */
    public static String nameOf(Outcome outcome) {
        return switch (outcome) {
            case Exited _ -> EXITED;
            case Killed _ -> KILLED;
            case Failed _ -> FAILED;
            case Lost _ -> LOST;
            case Refused _ -> REFUSED;
            case Forbidden _ -> FORBIDDEN;
        };
    }
}
