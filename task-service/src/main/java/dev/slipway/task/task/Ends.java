package dev.slipway.task.task;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Forbidden;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.Outcome.Refused;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.usage.UsageEntry;
import dev.slipway.task.usage.UsageLedger;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is true at once when a task or an attempt is over: its state, its attempt, what it used, who waited for it, the
 * array it belongs to, and the events that tell it.
 */
@ApplicationScoped
class Ends {
    private static final int KILLED = 137;

    private final TaskRepository repository;
    private final AttemptRepository attempts;
    private final DependencyRepository dependencies;
    private final SqlArrays arrays;
    private final UsageLedger ledger;
    private final Outbox outbox;
    private final InstantSource clock;

    Ends(
            TaskRepository repository,
            AttemptRepository attempts,
            DependencyRepository dependencies,
            SqlArrays arrays,
            UsageLedger ledger,
            Outbox outbox,
            InstantSource clock) {
        this.clock = clock;
        this.repository = repository;
        this.attempts = attempts;
        this.dependencies = dependencies;
        this.arrays = arrays;
        this.ledger = ledger;
        this.outbox = outbox;
    }

    /**
     * Joins the transaction in which the task was read and ended.
     *
     * @return what waited for this one last: the scheduler may have it after the commit
     */
    Uni<Freed> keep(Task task) {
        return keepIds(task, Optional.empty(), List.of()).chain(this::read);
    }

    /**
     * The same, of a task that ended with its last attempt.
     *
     * @param outcome what the attempt came to
     * @param before what is told first
     */
    Uni<Freed> keep(Task task, String outcome, List<Event> before) {
        return keepIds(task, Optional.of(outcome), before).chain(this::read);
    }

    /** Few of them, for thousands may wait for one task, and each be large. */
    private Uni<Freed> read(List<TaskId> freed) {
        return freed.isEmpty()
                ? Uni.createFrom().item(Freed.NOTHING)
                : repository
                        .find(freed.subList(0, Math.min(freed.size(), Freed.MOST)))
                        .map(first -> new Freed(first, freed.size() > Freed.MOST));
    }

    private Uni<List<TaskId>> keepIds(Task task, Optional<String> attempt, List<Event> before) {
        if (!(task.state() instanceof Ended end)) {
            throw new IllegalArgumentException("Task %s is not over".formatted(task.id()));
        }
        return lastOfItsArray(task)
                .chain(isLast -> repository
                        .update(task)
                        .chain(() -> attempt.map(it -> close(task, end.lastRun().orElseThrow(), it, end.at()))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                        .chain(() -> outbox.append(told(task, end, before)))
                        .chain(() -> freed(task, clock.instant()))
                        .chain(freed -> isLast
                                ? endArray(task, freed)
                                : Uni.createFrom().item(freed)));
    }

    /** First of all, for it locks the array. */
    private Uni<Boolean> lastOfItsArray(Task task) {
        var directory = task.lastRun().map(Run::directory).orElse("");
        return task.course()
                .member()
                .map(it -> arrays.childOver(it.array(), directory.replaceFirst("/[^/]*$", "")))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    private Uni<List<TaskId>> endArray(Task child, List<TaskId> freed) {
        var id = child.course().member().orElseThrow().array();
        return arrays.sumOf(id)
                .chain(sum -> repository.require(id).map(array -> array.childrenOver(sum)))
                .chain(array -> keepIds(array, Optional.empty(), List.of()))
                .map(more -> {
                    var all = new ArrayList<>(freed);
                    all.addAll(more);
                    return all;
                });
    }

    /** @param now they wait from now on, however long ago it ended: leaders look for what is new */
    private Uni<List<TaskId>> freed(Task task, Instant now) {
        var own = dependencies.freedBy(task.id(), now);
        return task.isArray()
                ? own.chain(first -> dependencies.freedByChildrenOf(task, now).map(more -> {
                    var all = new ArrayList<>(first);
                    all.addAll(more);
                    return all;
                }))
                : own;
    }

    /** An array was stopped: those that waited for children of it that will never run wait no longer. */
    Uni<Freed> stopped(Task array) {
        var asked = array.state() instanceof TaskState.Spread(var when) ? when.orElseThrow() : array.submittedAt();
        return dependencies.freedByChildrenOf(array, asked).chain(this::read);
    }

    /**
     * Joins the transaction in which an attempt ended and its task was put back to wait: from now on, whenever it ended.
     *
     * @param outcome what the attempt came to
     */
    Uni<Void> keepAttempt(Task waiting, String outcome) {
        var run = waiting.course().before().orElseThrow();
        var at = waiting.state() instanceof TaskState.Pending(var since) ? since : run.placedAt();
        return repository
                .update(waiting.in(new TaskState.Pending(clock.instant())))
                .chain(() -> close(waiting, run, outcome, at))
                .chain(() -> outbox.append(new TaskEvent.Rescheduled(
                        waiting.id().number(),
                        waiting.owner().login(),
                        run.attempt(),
                        waiting.course().failures().reason(),
                        at)));
    }

    private Uni<Void> close(Task task, Run run, String outcome, Instant at) {
        return attempts.closed(task.id(), run, outcome, at).chain(() -> ledger.enter(entryOf(task, run, at)));
    }

    private static UsageEntry entryOf(Task task, Run run, Instant at) {
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
                at);
    }

    private static List<Event> told(Task task, Ended end, List<Event> before) {
        var events = new ArrayList<>(before);
        var attempt = end.lastRun().map(Run::attempt).orElse(0);
        events.add(eventOf(task, end, attempt));
        if (end.outcome() instanceof Refused || end.outcome() instanceof Forbidden) {
            return events;
        }
        var killed = end.outcome() instanceof Killed;
        events.addAll(Mails.about(task, attempt, "over", killed ? "killed" : "", end.at()));
        return events;
    }

    private static TaskEvent eventOf(Task task, Ended end, int attempt) {
        return new TaskEvent.Ended(
                task.id().number(),
                task.owner().login(),
                task.spec().project(),
                task.spec().name(),
                attempt,
                Outcomes.nameOf(end.outcome()),
                exitCodeOf(end.outcome()),
                task.spec().mail(),
                end.at());
    }

    private static @Nullable Integer exitCodeOf(Outcome outcome) {
        return switch (outcome) {
            case Exited(var code, var _) -> code;
            case Killed _ -> KILLED;
            case Failed _, Lost _, Refused _, Forbidden _ -> null;
        };
    }
}
