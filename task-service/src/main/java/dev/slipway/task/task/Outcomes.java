package dev.slipway.task.task;

import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.Outcome.Refused;

/** The words for outcomes in the store and in events. */
final class Outcomes {
    static final String EXITED = "exited";
    static final String KILLED = "killed";
    static final String FAILED = "failed";
    static final String LOST = "lost";
    static final String REFUSED = "refused";

    private Outcomes() {}

    static String nameOf(Outcome outcome) {
        return switch (outcome) {
            case Exited _ -> EXITED;
            case Killed _ -> KILLED;
            case Failed _ -> FAILED;
            case Lost _ -> LOST;
            case Refused _ -> REFUSED;
        };
    }
}
