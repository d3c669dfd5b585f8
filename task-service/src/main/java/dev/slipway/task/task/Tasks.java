package dev.slipway.task.task;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.TaskRepository.Finished;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Stopping;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What can be done with tasks that are there, whatever language the request came in. */
@ApplicationScoped
public class Tasks {
    private static final Logger LOG = Logger.getLogger(Tasks.class);

    private final TaskRepository repository;
    private final Ends ends;
    private final Outbox outbox;
    private final TaskSignals signals;
    private final InstantSource clock;

    Tasks(TaskRepository repository, Ends ends, Outbox outbox, TaskSignals signals, InstantSource clock) {
        this.repository = repository;
        this.ends = ends;
        this.outbox = outbox;
        this.signals = signals;
        this.clock = clock;
    }

    /** A task its caller may see. */
    public Uni<Task> find(TaskId id, Caller caller) {
        return Panache.withSession(() -> require(id, caller));
    }

    /** The caller's tasks that are not over, newest first, read as they are taken. */
    public Multi<Task> live(Caller caller, Optional<String> project) {
        return Pages.of(page -> repository.live(caller.login(), project, page), 0, Integer.MAX_VALUE);
    }

    /** The caller's finished tasks, newest first, read as they are taken. */
    public Multi<Task> over(Caller caller, Finished filter, int skip, Optional<Integer> limit) {
        return Pages.of(page -> repository.over(caller.login(), filter, page), skip, limit.orElse(Integer.MAX_VALUE));
    }

    /** Offers a created task to the scheduler; any other is answered as it is. */
    public Uni<Task> release(TaskId id, Caller caller) {
        return Transactions.run(() ->
                        require(id, caller).chain(task -> keep(task, task.release(clock.instant()), List.of())))
                .map(Change::after)
                .invoke(task -> {
                    if (task.state() instanceof Pending) {
                        signals.waiting(task);
                    }
                });
    }

    /** Asks for its end; durable when answered. */
    public Uni<Change> cancel(TaskId id, Caller caller) {
        return Transactions.run(() -> require(id, caller).chain(this::stop)).invoke(change -> {
            if (change.happened()) {
                LOG.infof("cancelled task=%s by=%s", id, caller.login());
                signals.noLongerWaiting(id);
            }
        });
    }

    private Uni<Task> require(TaskId id, Caller caller) {
        return repository
                .require(id)
                .invoke(task -> caller.mustControl(task.owner().login()));
    }

    private Uni<Change> stop(Task task) {
        var after = task.cancel(clock.instant());
        if (after.isOver() && !task.isOver()) {
            return ends.keep(after).replaceWith(new Change(task, after));
        }
        var told = new ArrayList<Event>();
        if (after.state() instanceof Stopping(var run, var asked)) {
            told.add(new TaskEvent.Stopping(task.id().number(), task.owner().login(), run.attempt(), asked));
            told.add(stopCommand(after, run, asked));
        }
        return keep(task, after, told);
    }

    /** The new state and the events that tell it, together. No change, no event. */
    private Uni<Change> keep(Task before, Task after, List<Event> told) {
        var change = new Change(before, after);
        return change.happened()
                ? repository.update(after).chain(() -> outbox.append(told)).replaceWith(change)
                : Uni.createFrom().item(change);
    }

    /** The command that ends a run. */
    public static ContainerCommand.Stop stopCommand(Task task, Run run, Instant at) {
        var owner =
                Owner.task(task.id().number(), task.owner().login(), task.spec().project());
        return new ContainerCommand.Stop(
                ContainerCommand.nameOf(owner, run.attempt()), run.node(), owner, run.attempt(), at);
    }

    /** A task before and after somebody acted on it. */
    public record Change(Task before, Task after) {
        public boolean happened() {
            return !before.equals(after);
        }
    }
}
