package dev.slipway.task.task;

import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Stopping;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A piece of work somebody asked for. Immutable: each change is a new task. What a node reports counts only for the live
 * attempt; everything older, repeated or late answers this task unchanged.
 */
public record Task(TaskId id, Account owner, TaskSpec spec, Instant submittedAt, TaskState state) {
    /** Offers a created task to the scheduler. */
    public Task release(Instant now) {
        return switch (state) {
            case Created _ -> in(new Pending(now));
            case Pending _, Placed _, Running _, Stopping _, Ended _ -> this;
        };
    }

    /** A task on a node has ended only when its container is known to be gone; until then it is stopping. */
    public Task cancel(Instant now) {
        return switch (state) {
            case Created _, Pending _ -> in(new Ended(Optional.empty(), new Killed(), now));
            case Placed(var run) -> in(new Stopping(run, now));
            case Running(var run) -> in(new Stopping(run, now));
            case Stopping _, Ended _ -> this;
        };
    }

    /** Its node has taken the attempt and works in {@code directory}. */
    public Task preparing(int attempt, String directory) {
        return switch (state) {
            case Placed(var run) when run.attempt() == attempt -> in(new Placed(run.prepared(directory)));
            case Stopping(var run, var asked)
            when run.attempt() == attempt && run.startedAt().isEmpty() ->
                in(new Stopping(run.prepared(directory), asked));
            case Created _, Pending _, Placed _, Running _, Stopping _, Ended _ -> this;
        };
    }

    /** Its process runs. */
    public Task started(int attempt, Run.Start start) {
        return switch (state) {
            case Placed(var run) when run.attempt() == attempt -> in(new Running(run.started(start)));
            case Stopping(var run, var asked)
            when run.attempt() == attempt && run.startedAt().isEmpty() -> in(new Stopping(run.started(start), asked));
            case Created _, Pending _, Placed _, Running _, Stopping _, Ended _ -> this;
        };
    }

    /** Its process has ended and its files are kept. A killed task is killed whatever it returned. */
    public Task collected(int attempt, Exited exit, Instant startedAt, Instant at) {
        return end(attempt, run -> run.startedBy(startedAt), exit, at);
    }

    /** It never ran and never will. */
    public Task failed(int attempt, String reason, Instant at) {
        return end(attempt, run -> run, new Failed(reason), at);
    }

    /** It is gone without a proved end. */
    public Task lost(int attempt, String reason, Instant at) {
        return end(attempt, run -> run, new Lost(reason), at);
    }

    /** The run of the attempt that holds a node, if one does. */
    public Optional<Run> liveRun() {
        return switch (state) {
            case Placed(var run) -> Optional.of(run);
            case Running(var run) -> Optional.of(run);
            case Stopping(var run, var _) -> Optional.of(run);
            case Created _, Pending _, Ended _ -> Optional.empty();
        };
    }

    /** The last attempt, live or not. */
    public Optional<Run> lastRun() {
        return state instanceof Ended(var run, var _, var _) ? run : liveRun();
    }

    public boolean isOver() {
        return state instanceof Ended;
    }

    private Task end(int attempt, UnaryOperator<Run> told, Outcome outcome, Instant at) {
        return switch (state) {
            case Placed(var run) when run.attempt() == attempt -> ended(told.apply(run), outcome, at);
            case Running(var run) when run.attempt() == attempt -> ended(told.apply(run), outcome, at);
            case Stopping(var run, var _) when run.attempt() == attempt -> ended(told.apply(run), new Killed(), at);
            case Created _, Pending _, Placed _, Running _, Stopping _, Ended _ -> this;
        };
    }

    /** No end before its start, whatever two clocks say. */
    private Task ended(Run run, Outcome outcome, Instant at) {
        var start = run.startedAt().orElse(run.placedAt());
        return in(new Ended(Optional.of(run), outcome, at.isBefore(start) ? start : at));
    }

    private Task in(TaskState next) {
        return new Task(id, owner, spec, submittedAt, next);
    }
}
