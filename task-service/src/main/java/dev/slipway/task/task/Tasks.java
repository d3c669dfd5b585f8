package dev.slipway.task.task;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.KnownProjects;
import dev.slipway.platform.identity.Sharing;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.TaskQuery.Stage;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.TaskState.Stopping;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** What can be done with tasks that are there, whatever language the request came in. */
@ApplicationScoped
public class Tasks {
    private static final Logger LOG = Logger.getLogger(Tasks.class);

    private final TaskRepository repository;
    private final TaskSearch search;
    private final Ends ends;
    private final Steps steps;
    private final Outbox outbox;
    private final TaskSignals signals;
    private final DynamicFields fields;
    private final Sharing sharing;
    private final KnownProjects projects;
    private final InstantSource clock;

    Tasks(
            TaskRepository repository,
            TaskSearch search,
            Ends ends,
            Steps steps,
            Outbox outbox,
            TaskSignals signals,
            DynamicFields fields,
            Sharing sharing,
            KnownProjects projects,
            InstantSource clock) {
        this.sharing = sharing;
        this.projects = projects;
        this.fields = fields;
        this.repository = repository;
        this.search = search;
        this.ends = ends;
        this.steps = steps;
        this.outbox = outbox;
        this.signals = signals;
        this.clock = clock;
    }

    /** A task its caller may see. */
    public Uni<Task> find(TaskId id, Caller caller) {
        return Panache.withSession(() -> require(id, caller));
    }

    /** A task that is its caller's own, or anybody's for administrators: what members of a project may see is not enough. */
    public Uni<Task> findOwn(TaskId id, Caller caller) {
        return Panache.withSession(() -> requireOwn(id, caller));
    }

    /** The same as {@link #find}, also for who owns the project it is on. */
    public Uni<Task> findAsManager(TaskId id, Caller caller) {
        return Panache.withSession(() -> repository.require(id).invoke(task -> {
            if (!projects.owns(caller, task.spec().project())) {
                mustControl(task, caller);
            }
        }));
    }

    /** Offers a created task to the scheduler; any other is answered as it is. */
    public Uni<Task> release(TaskId id, Caller caller) {
        return change(id, task -> mustOwn(task, caller), task -> task.release(clock.instant()))
                .map(Change::after)
                .invoke(task -> {
                    if (task.isReady()) {
                        signals.waiting(task);
                    }
                });
    }

    /** Asks for its end; durable when answered. */
    public Uni<Change> cancel(TaskId id, Caller caller) {
        return change(id, caller, task -> task.cancel(clock.instant())).invoke(change -> {
            if (change.happened()) {
                LOG.infof("cancelled task=%s by=%s", id, caller.login());
            }
        });
    }

    /** Ends it for a reason that is no person's wish. */
    Uni<Change> end(TaskId id, String why) {
        return change(id, _ -> {}, task -> task.cancel(clock.instant(), why));
    }

    /** Asks that it stands still. */
    public Uni<Change> suspend(TaskId id, Caller caller) {
        return change(id, caller, Task::suspend);
    }

    /** Asks that it goes on. */
    public Uni<Change> resume(TaskId id, Caller caller) {
        return change(id, caller, Task::resume);
    }

    /** Asks that it stands still; of an array, that its children do and no other begins. */
    public Uni<Change> suspendWhole(TaskId id, Caller caller) {
        return change(id, caller, Task::suspendWhole);
    }

    /** Asks that it, or the children of an array, go on. */
    public Uni<Change> resumeWhole(TaskId id, Caller caller) {
        return change(id, caller, Task::resumeWhole);
    }

    /** Tells a child what its array was asked for, unless that was asked for something else meanwhile. */
    Uni<Void> follow(TaskId child, TaskId array, Standing asked) {
        UnaryOperator<Task> step = asked == Standing.SUSPENDING ? Task::suspend : Task::resume;
        return Transactions.run(() -> repository
                        .isAsked(array, asked)
                        .chain(still -> still
                                ? repository.require(child)
                                : Uni.createFrom().<Task>nullItem())
                        .onItem()
                        .ifNotNull()
                        .transformToUni(task -> keep(task, step.apply(task))))
                .replaceWithVoid();
    }

    /** Ends its attempt for the sake of another one. */
    public Uni<Change> reschedule(TaskId id, Caller caller) {
        return change(id, caller, task -> task.reschedule(clock.instant()));
    }

    /**
     * Changes dynamic fields, all or none; those of an array are its children's, too. Fails where there is none of such a
     * name, or not for this caller.
     */
    public Uni<Task> set(TaskId id, Map<String, String> values, Caller caller) {
        values.forEach((name, value) -> fields.mustBeAllowed(name, value, caller));
        return Transactions.run(() -> requireOwn(id, caller)
                        .chain(task -> keep(task, changed(task, values))
                                .call(() -> task.isArray()
                                        ? repository.setOfChildren(id, values)
                                        : Uni.createFrom().voidItem())))
                .map(kept -> kept.change().after());
    }

    private static Task changed(Task task, Map<String, String> values) {
        if (task.isOver()) {
            throw Failure.conflict("over", "Task %s is over".formatted(task.id()));
        }
        var fields = new HashMap<>(task.course().fields());
        fields.putAll(values);
        return task.with(fields);
    }

    /** Asks for the end of all live tasks of an account, or of those with a tag; the answer are their numbers. */
    public Uni<List<TaskId>> cancelAll(String owner, Optional<String> tag, Caller caller) {
        caller.mustControl(owner);
        return Panache.withSession(() ->
                        search.numbers(TaskQuery.of(Stage.LIVE).ofOwner(owner).tagged(tag)))
                .call(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id ->
                                cancel(id, caller).onFailure(Tasks::isGone).recoverWithNull())
                        .collect()
                        .last());
    }

    /** One that was removed meanwhile is over. */
    private static boolean isGone(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Kind.NOT_FOUND;
    }

    private Uni<Task> require(TaskId id, Caller caller) {
        return repository.require(id).invoke(task -> mustControl(task, caller));
    }

    private Uni<Task> requireOwn(TaskId id, Caller caller) {
        return repository.require(id).invoke(task -> mustOwn(task, caller));
    }

    private static void mustOwn(Task task, Caller caller) {
        caller.mustControl(task.owner().login());
    }

    private void mustControl(Task task, Caller caller) {
        sharing.mustControl(caller, task.owner().login(), task.spec().project());
    }

    private Uni<Change> change(TaskId id, Caller caller, UnaryOperator<Task> step) {
        return change(id, task -> mustControl(task, caller), step);
    }

    private Uni<Change> change(TaskId id, Consumer<Task> check, UnaryOperator<Task> step) {
        return Transactions.run(() -> repository.require(id).invoke(check).chain(task -> keep(task, step.apply(task))))
                .invoke(kept -> {
                    if (kept.change().leftTheQueue()) {
                        signals.noLongerWaiting(kept.change().before());
                    }
                    signals.waiting(kept.waiting());
                })
                .map(Kept::change);
    }

    /** The new state and the events that tell it, together. No change, no event. */
    private Uni<Kept> keep(Task before, Task after) {
        var change = new Change(before, after);
        if (!change.happened()) {
            return Uni.createFrom().item(new Kept(change, Freed.NOTHING));
        }
        if (after.isOver()) {
            return ends.keep(after).map(waiting -> new Kept(change, waiting));
        }
        return repository
                .update(after)
                .chain(() -> steps.keep(before, after))
                .chain(() -> outbox.append(told(before, after)))
                .chain(() -> isStoppedArray(before, after)
                        ? ends.stopped(after)
                        : Uni.createFrom().item(Freed.NOTHING))
                .call(() -> keepChildren(change))
                .chain(waiting -> change.goesOn()
                        ? repository.queueAgain(after.id(), clock.instant()).replaceWith(Freed.of(after))
                        : Uni.createFrom().item(waiting))
                .map(waiting -> new Kept(change, waiting));
    }

    /** What is true of those with rows by what their array was asked for. */
    private Uni<Void> keepChildren(Change change) {
        var after = change.after();
        if (change.standsStill()) {
            return repository.forgetRefusals(after.id());
        }
        return change.isReleasedArray()
                ? repository.releaseChildren(after.id(), clock.instant())
                : Uni.createFrom().voidItem();
    }

    private static boolean isStoppedArray(Task before, Task after) {
        return after.state() instanceof Spread(var asked)
                && asked.isPresent()
                && !before.state().equals(after.state());
    }

    private List<Event> told(Task before, Task after) {
        var id = after.id().number();
        var owner = after.owner().login();
        var now = clock.instant();
        if (after.state() instanceof Stopping(var run, var asked) && !(before.state() instanceof Stopping)) {
            return List.of(new TaskEvent.Stopping(id, owner, run.attempt(), asked), stopCommand(after, run, asked));
        }
        if (isStoppedArray(before, after)) {
            return List.of(new TaskEvent.Stopping(id, owner, 0, now));
        }
        if (after.state() instanceof Running(var run)
                && after.course().standing() != before.course().standing()) {
            return switch (after.course().standing()) {
                case SUSPENDING -> List.of(pauseCommand(after, run, now));
                case RESUMING ->
                    List.of(new ContainerCommand.Resume(
                            nameOf(after, run), run.node(), ownerOf(after), run.attempt(), now));
                case NORMAL, SUSPENDED, SUSPEND_REFUSED, RESUMED, RESUME_REFUSED, RESCHEDULING, RESCHEDULED ->
                    List.of();
            };
        }
        return List.of();
    }

    private static Owner ownerOf(Task task) {
        return Owner.task(task.id().number(), task.owner().login(), task.spec().project());
    }

    private static String nameOf(Task task, Run run) {
        return ContainerCommand.nameOf(ownerOf(task), run.attempt());
    }

    /** The command that ends a run. */
    public static ContainerCommand.Stop stopCommand(Task task, Run run, Instant at) {
        return new ContainerCommand.Stop(nameOf(task, run), run.node(), ownerOf(task), run.attempt(), at);
    }

    /** The command that makes a run stand still. */
    static ContainerCommand.Pause pauseCommand(Task task, Run run, Instant at) {
        return new ContainerCommand.Pause(nameOf(task, run), run.node(), ownerOf(task), run.attempt(), at);
    }

    /** A task before and after somebody acted on it. */
    public record Change(Task before, Task after) {
        public boolean happened() {
            return !before.equals(after);
        }

        boolean leftTheQueue() {
            return (before.state() instanceof Pending && !(after.state() instanceof Pending))
                    || isStoppedArray(before, after)
                    || standsStill();
        }

        /** It is an array whose children are to stand still. */
        boolean standsStill() {
            return after.isArray() && turnsTo(Standing.SUSPENDING);
        }

        /** It is an array whose children may begin again. */
        boolean goesOn() {
            return after.isArray() && turnsTo(Standing.RESUMING);
        }

        boolean isReleasedArray() {
            return after.isArray() && before.state() instanceof Created && after.state() instanceof Pending;
        }

        private boolean turnsTo(Standing standing) {
            return after.course().standing() == standing && before.course().standing() != standing;
        }
    }

    private record Kept(Change change, Freed waiting) {}
}
