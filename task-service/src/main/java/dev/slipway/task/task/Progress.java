package dev.slipway.task.task;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.TaskState.Running;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** What becomes of tasks by what their nodes tell. Telling it twice, late or out of its attempt changes nothing. */
@ApplicationScoped
public class Progress {
    private static final Logger LOG = Logger.getLogger(Progress.class);

    private final TaskRepository repository;
    private final AttemptRepository attempts;
    private final Ends ends;
    private final Outbox outbox;
    private final TaskSignals signals;

    Progress(TaskRepository repository, AttemptRepository attempts, Ends ends, Outbox outbox, TaskSignals signals) {
        this.repository = repository;
        this.attempts = attempts;
        this.ends = ends;
        this.outbox = outbox;
        this.signals = signals;
    }

    Uni<Void> preparing(TaskId id, int attempt, String directory) {
        return move(id, attempt, task -> task.preparing(attempt, directory));
    }

    Uni<Void> started(TaskId id, int attempt, Run.Start start) {
        return move(id, attempt, task -> task.started(attempt, start));
    }

    /** What the attempt held is free at once; the task itself is over only when its files are kept. */
    Uni<Void> exited(TaskId id, int attempt, Instant at) {
        return Transactions.run(() -> attempts.freed(id, attempt, at)).invoke(() -> signals.freed(id, attempt));
    }

    Uni<Void> collected(TaskId id, int attempt, Outcome.Exited exit, Instant startedAt, Instant at) {
        return move(id, attempt, task -> task.collected(attempt, exit, startedAt, at));
    }

    Uni<Void> failed(TaskId id, int attempt, String reason, Instant at) {
        return move(id, attempt, task -> task.failed(attempt, reason, at));
    }

    /** Ends an attempt nobody holds any more. */
    public Uni<Void> lost(TaskId id, int attempt, String reason, Instant at) {
        return move(id, attempt, task -> task.lost(attempt, reason, at));
    }

    private Uni<Void> move(TaskId id, int attempt, UnaryOperator<Task> step) {
        return Transactions.run(() -> repository.find(id).chain(found -> {
                    if (found.isEmpty()) {
                        LOG.warnf("unknown task=%s attempt=%d", id, attempt);
                        return Uni.createFrom().item(false);
                    }
                    return keep(found.get(), step.apply(found.get()));
                }))
                .invoke(over -> {
                    if (over) {
                        signals.freed(id, attempt);
                    }
                })
                .replaceWithVoid();
    }

    /** Whether the task is over by this. */
    private Uni<Boolean> keep(Task before, Task after) {
        if (after.equals(before)) {
            return Uni.createFrom().item(false);
        }
        if (after.state().getClass() != before.state().getClass()) {
            LOG.infof("%s task=%s", TaskRow.nameOf(after.state()), after.id());
        }
        if (after.isOver()) {
            return ends.keep(after).replaceWith(true);
        }
        return repository
                .update(after)
                .chain(() -> started(before, after))
                .chain(() -> outbox.append(told(before, after)))
                .replaceWith(false);
    }

    private Uni<Void> started(Task before, Task after) {
        var run = after.liveRun().orElseThrow();
        var wasStarted = before.liveRun().flatMap(Run::startedAt).isPresent();
        return run.startedAt()
                .filter(_ -> !wasStarted)
                .map(at -> attempts.started(after.id(), run.attempt(), at))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static List<Event> told(Task before, Task after) {
        return after.state() instanceof Running(var run) && !(before.state() instanceof Running)
                ? List.of(new TaskEvent.Started(
                        after.id().number(),
                        after.owner().login(),
                        run.node(),
                        run.attempt(),
                        run.startedAt().orElse(run.placedAt())))
                : List.of();
    }
}
