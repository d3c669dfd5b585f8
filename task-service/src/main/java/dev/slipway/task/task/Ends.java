package dev.slipway.task.task;

import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.usage.UsageEntry;
import dev.slipway.task.usage.UsageLedger;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** All that is true at once when a task is over: its state, its attempt, what it used, and the event that tells it. */
@ApplicationScoped
class Ends {
    private static final int KILLED = 137;

    private final TaskRepository repository;
    private final AttemptRepository attempts;
    private final UsageLedger ledger;
    private final Outbox outbox;

    Ends(TaskRepository repository, AttemptRepository attempts, UsageLedger ledger, Outbox outbox) {
        this.repository = repository;
        this.attempts = attempts;
        this.ledger = ledger;
        this.outbox = outbox;
    }

    /** Joins the transaction in which the task was read and ended. */
    Uni<Void> keep(Task task) {
        if (!(task.state() instanceof Ended end)) {
            throw new IllegalArgumentException("Task %s is not over".formatted(task.id()));
        }
        return repository
                .update(task)
                .chain(() -> attempts.closed(task))
                .chain(() -> enter(task, end))
                .chain(() -> outbox.append(eventOf(task, end)));
    }

    private Uni<Void> enter(Task task, Ended end) {
        return end.lastRun()
                .map(run -> ledger.enter(entryOf(task, run, end)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static UsageEntry entryOf(Task task, Run run, Ended end) {
        var demand = task.spec().demand();
        return new UsageEntry(
                task.id().number(),
                run.attempt(),
                task.owner().login(),
                task.spec().project(),
                demand.cpus(),
                demand.ramGb(),
                demand.gpus(),
                run.startedAt(),
                end.at());
    }

    private static TaskEvent eventOf(Task task, Ended end) {
        return new TaskEvent.Ended(
                task.id().number(),
                task.owner().login(),
                task.spec().project(),
                task.spec().name(),
                end.lastRun().map(Run::attempt).orElse(0),
                Outcomes.nameOf(end.outcome()),
                exitCodeOf(end.outcome()),
                task.spec().mail(),
                end.at());
    }

    private static @Nullable Integer exitCodeOf(Outcome outcome) {
        return switch (outcome) {
            case Exited(var code, var _) -> code;
            case Killed _ -> KILLED;
            case Failed _, Lost _ -> null;
        };
    }
}
