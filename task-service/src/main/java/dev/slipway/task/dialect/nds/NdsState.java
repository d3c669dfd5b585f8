package dev.slipway.task.dialect.nds;

import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Forbidden;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.Outcome.Refused;
import dev.slipway.task.task.Standing;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskState.Archived;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.TaskState.Stopping;

/**
 * Where a job stands: {@code create task state}, and the status of the platform that it stands for. The one place that maps.
 *
 * @param reason why it failed; empty otherwise
 */
record NdsState(Word word, String status, String reason) {
    /** The original's four words. */
    enum Word {
        UNKNOWN,
        RUNNING,
        COMPLETED,
        FAILED
    }

    static NdsState of(Task task) {
        return switch (task.state()) {
            case Created _ -> new NdsState(Word.UNKNOWN, "created", "");
            case Pending _ -> new NdsState(Word.UNKNOWN, "pending", "");
            case Placed(var run) -> new NdsState(Word.UNKNOWN, run.directory().isEmpty() ? "scheduled" : "staging", "");
            case Running _ -> new NdsState(Word.RUNNING, running(task.course().standing()), "");
            case Spread _ -> new NdsState(Word.RUNNING, running(task.course().standing()), "");
            case Stopping _ -> stopping(task);
            case Ended(var _, var outcome, var _) -> ended(task, outcome);
            case Archived(var end, var _) -> ended(task, end.outcome());
        };
    }

    private static String running(Standing standing) {
        return switch (standing) {
            case SUSPENDED, RESUMING -> "suspended";
            case NORMAL, SUSPENDING, SUSPEND_REFUSED, RESUMED, RESUME_REFUSED, RESCHEDULING, RESCHEDULED -> "running";
        };
    }

    /** One that is stopped for another attempt waits again. */
    private static NdsState stopping(Task task) {
        return task.course().standing() == Standing.RESCHEDULING
                ? new NdsState(Word.RUNNING, "reschedule requested", "")
                : new NdsState(Word.RUNNING, "kill requested", "");
    }

    private static NdsState ended(Task task, Outcome outcome) {
        return switch (outcome) {
            case Exited(var _, var outOfMemory)
            when outOfMemory ->
                failed(
                        "out of memory",
                        "Out of memory: more than the %d GB it asked for"
                                .formatted(task.spec().demand().ramGb()));
            case Exited(var code, var _) when code != 0 -> failed("over", "The script ended with exit code " + code);
            case Exited _ -> new NdsState(Word.COMPLETED, "over", "");
            case Killed(var why) -> failed("killed", why.isEmpty() ? "Stopped by a user" : why);
            case Failed(var why) -> failed("failed", why);
            case Lost(var why) -> failed("lost", why);
            case Refused(var why) -> failed("rejected", why);
            case Forbidden(var why) -> failed("rejected", why);
        };
    }

    private static NdsState failed(String status, String reason) {
        return new NdsState(Word.FAILED, status, reason);
    }
}
