package dev.slipway.task.task;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Stopping;
import dev.slipway.task.usage.DiskUse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** What becomes of tasks by what their nodes tell. Telling it twice, late or out of its attempt changes nothing. */
@ApplicationScoped
public class Progress {
    private static final Logger LOG = Logger.getLogger(Progress.class);

    private final TaskRepository repository;
    private final AttemptRepository attempts;
    private final Ends ends;
    private final DiskUse disk;
    private final Steps steps;
    private final Outbox outbox;
    private final TaskSignals signals;
    private final TaskConfig config;
    private final InstantSource clock;

    Progress(
            TaskRepository repository,
            AttemptRepository attempts,
            Ends ends,
            DiskUse disk,
            Steps steps,
            Outbox outbox,
            TaskSignals signals,
            TaskConfig config,
            InstantSource clock) {
        this.clock = clock;
        this.config = config;
        this.repository = repository;
        this.attempts = attempts;
        this.ends = ends;
        this.disk = disk;
        this.steps = steps;
        this.outbox = outbox;
        this.signals = signals;
    }

    Uni<Void> preparing(TaskId id, int attempt, String directory, String tmp) {
        return move(id, attempt, task -> task.preparing(attempt, directory, tmp));
    }

    Uni<Void> started(TaskId id, int attempt, Run.Start start) {
        return move(id, attempt, task -> task.started(attempt, start));
    }

    /** What the attempt held is free at once; the task itself is over only when its files are kept. */
    Uni<Void> exited(TaskId id, int attempt, Instant at) {
        return Transactions.run(() -> attempts.freed(id, attempt, at)).invoke(() -> signals.freed(id, attempt));
    }

    /** @param bytes what its files take from now on */
    Uni<Void> collected(TaskId id, int attempt, Outcome.Exited exit, Run.Start start, Instant at, long bytes) {
        return move(
                id,
                attempt,
                task -> task.collected(attempt, exit, start, at, bytes),
                Outcomes.EXITED,
                task -> disk.kept(id.number(), task.owner().login(), attempt, bytes));
    }

    /** @param system whether another attempt may succeed: the task gets one where its failure policy and ours allow that */
    Uni<Void> failed(TaskId id, int attempt, String reason, boolean system, Instant at) {
        return move(
                id,
                attempt,
                task -> task.failed(attempt, reason, at, system ? retriesOf(task) : 0),
                Outcomes.FAILED,
                Progress::nothing);
    }

    Uni<Void> declined(TaskId id, int attempt, String reason, Instant at) {
        return move(id, attempt, task -> task.declined(attempt, reason, at), Outcomes.FAILED, Progress::nothing);
    }

    /** Ends an attempt nobody holds any more; its task gets another one where its failure policy and ours allow that. */
    public Uni<Void> lost(TaskId id, int attempt, String reason, Instant at) {
        return move(id, attempt, task -> task.lost(attempt, reason, at, retriesOf(task)));
    }

    Uni<Void> suspended(TaskId id, int attempt) {
        return move(id, attempt, task -> task.suspended(attempt));
    }

    Uni<Void> resumed(TaskId id, int attempt) {
        return move(id, attempt, task -> task.resumed(attempt));
    }

    Uni<Void> pauseRefused(TaskId id, int attempt) {
        return move(id, attempt, task -> task.pauseRefused(attempt));
    }

    /** What it asked for, where that is not more than is allowed; else what is allowed. */
    private int retriesOf(Task task) {
        var most = config.retries();
        return Math.min(most, task.spec().failurePolicy().orElse(most));
    }

    private Uni<Void> move(TaskId id, int attempt, UnaryOperator<Task> step) {
        return move(id, attempt, step, Outcomes.LOST, Progress::nothing);
    }

    private static Uni<Void> nothing(Task task) {
        return Uni.createFrom().voidItem();
    }

    /**
     * @param outcome what the attempt came to, where it ended by this
     * @param also what else is true at once where the step changes something
     */
    private Uni<Void> move(
            TaskId id, int attempt, UnaryOperator<Task> step, String outcome, Function<Task, Uni<Void>> also) {
        return Transactions.run(() -> repository.find(id).chain(found -> {
                    if (found.isEmpty()) {
                        LOG.warnf("unknown task=%s attempt=%d", id, attempt);
                        return Uni.createFrom().item(Kept.NOTHING);
                    }
                    var before = found.get();
                    var after = step.apply(before);
                    return after.equals(before)
                            ? Uni.createFrom().item(Kept.NOTHING)
                            : keep(before, after, outcome).call(() -> also.apply(after));
                }))
                .invoke(kept -> {
                    if (kept.freed()) {
                        signals.freed(id, attempt);
                    }
                    signals.waiting(kept.waiting());
                })
                .replaceWithVoid();
    }

    private Uni<Kept> keep(Task before, Task after, String outcome) {
        if (after.state().getClass() != before.state().getClass()) {
            LOG.infof("%s task=%s", TaskRow.nameOf(after.state()), after.id());
        }
        if (after.isOver()) {
            return ends.keep(after, outcomeOf(before, outcome), toldOfStart(before, after))
                    .map(waiting -> new Kept(true, waiting));
        }
        if (after.state() instanceof Pending) {
            return ends.keepAttempt(after, outcomeOf(before, outcome)).replaceWith(new Kept(true, Freed.of(after)));
        }
        return repository
                .update(after)
                .chain(() -> started(before, after))
                .chain(() -> steps.keep(before, after))
                .chain(() -> outbox.append(told(before, after)))
                .replaceWith(Kept.NOTHING);
    }

    /** What somebody wanted the end of was killed, however it ended; but that nobody holds it any more is no word on when. */
    static String outcomeOf(Task before, String outcome) {
        return before.state() instanceof Stopping && !outcome.equals(Outcomes.LOST) ? Outcomes.KILLED : outcome;
    }

    /** What the scheduler hears after the commit: whether a node has room by it, and who waits by it. */
    private record Kept(boolean freed, Freed waiting) {
        static final Kept NOTHING = new Kept(false, Freed.NOTHING);
    }

    private Uni<Void> started(Task before, Task after) {
        var run = after.liveRun().orElseThrow();
        var wasStarted = before.liveRun().flatMap(Run::startedAt).isPresent();
        return run.startedAt()
                .filter(_ -> !wasStarted)
                .map(at -> attempts.started(after.id(), run.attempt(), at))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private List<Event> told(Task before, Task after) {
        if (!(after.state() instanceof Running(var run))) {
            return List.of();
        }
        var told = toldOfStart(before, after);
        var id = after.id().number();
        var owner = after.owner().login();
        var now = clock.instant();
        told.addAll(stillToTell(before, after, now));
        if (after.course().standing() == Standing.SUSPENDED) {
            told.add(new TaskEvent.Suspended(id, owner, run.attempt(), now));
            told.addAll(Mails.eachTime(after, run.attempt(), "running", "suspended", now));
        } else if (after.course().standing() == Standing.RESUMED) {
            told.add(new TaskEvent.Resumed(id, owner, run.attempt(), now));
            told.addAll(Mails.eachTime(after, run.attempt(), "running", "resumed", now));
        }
        return told;
    }

    /** What was asked of it before there was something that could do it. */
    static List<Event> stillToTell(Task before, Task after, Instant now) {
        return before.state() instanceof Placed
                        && after.state() instanceof Running(var run)
                        && after.course().standing() == Standing.SUSPENDING
                ? List.of(Tasks.pauseCommand(after, run, now))
                : List.of();
    }

    /** The start, by whatever word of its node we heard of it first. */
    private static List<Event> toldOfStart(Task before, Task after) {
        var told = new ArrayList<Event>();
        if (before.state() instanceof Placed) {
            after.lastRun()
                    .ifPresent(run -> run.startedAt().ifPresent(at -> {
                        var owner = after.owner().login();
                        told.add(new TaskEvent.Started(after.id().number(), owner, run.node(), run.attempt(), at));
                        told.addAll(Mails.about(after, run.attempt(), "running", "", at));
                    }));
        }
        return told;
    }
}
