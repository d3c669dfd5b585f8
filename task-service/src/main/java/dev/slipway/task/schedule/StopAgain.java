package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent.Inventory;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.AttemptRepository.Open;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository;
import dev.slipway.task.task.TaskState.Archived;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.TaskState.Stopping;
import dev.slipway.task.task.Tasks;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Tells a node once more to stop what it holds and should not hold any longer. */
@ApplicationScoped
class StopAgain {
    private static final Logger LOG = Logger.getLogger(StopAgain.class);
    /** Containers of runners have other names. */
    private static final Pattern OF_TASK = Pattern.compile("(\\d{1,18})-(\\d{1,9})");

    private final TaskRepository tasks;
    private final Outbox outbox;
    private final OwnContext context;
    private final ScheduleConfig config;

    StopAgain(TaskRepository tasks, Outbox outbox, OwnContext context, ScheduleConfig config) {
        this.tasks = tasks;
        this.outbox = outbox;
        this.context = context;
        this.config = config;
    }

    /** Of what the node holds: attempts that are over, and those that should be by now. */
    Uni<Void> where(Inventory inventory, List<Open> open) {
        var asked = open.stream().filter(it -> isOverdue(it, inventory)).map(Open::container);
        var known = open.stream().map(Open::container).collect(Collectors.toSet());
        var over = inventory.containers().stream().filter(it -> !known.contains(it));
        var held = Set.copyOf(inventory.containers());
        return Multi.createFrom()
                .items(Stream.concat(asked.filter(held::contains), over))
                .map(OF_TASK::matcher)
                .filter(Matcher::matches)
                .onItem()
                .transformToUniAndConcatenate(name ->
                        stop(new TaskId(Long.parseLong(name.group(1))), Integer.parseInt(name.group(2)), inventory))
                .collect()
                .last();
    }

    private boolean isOverdue(Open attempt, Inventory inventory) {
        return attempt.stopAsked()
                .filter(it -> it.plus(config.grace()).isBefore(inventory.at()))
                .isPresent();
    }

    private Uni<Void> stop(TaskId id, int attempt, Inventory inventory) {
        return context.run(() -> Panache.withTransaction(() -> tasks.find(id)
                .chain(task -> task.filter(it -> isUnwanted(it, attempt, inventory.at(), config.grace()))
                        .map(it -> tell(it, attempt, inventory))
                        .orElseGet(() -> Uni.createFrom().voidItem()))));
    }

    private Uni<Void> tell(Task task, int attempt, Inventory inventory) {
        LOG.warnf("stop again task=%s attempt=%d node=%s", task.id(), attempt, inventory.node());
        var counted = task.stoppedAgain(attempt);
        return (counted.equals(task) ? Uni.createFrom().voidItem() : tasks.update(counted))
                .chain(() -> outbox.append(
                        Tasks.stopCommand(task, Run.on(inventory.node(), attempt, inventory.at()), inventory.at())));
    }

    /** The node made its list before it heard, or told, the newest: only what is settled for a while counts. */
    static boolean isUnwanted(Task task, int attempt, Instant at, Duration grace) {
        return switch (task.state()) {
            case Ended end -> end.at().plus(grace).isBefore(at);
            case Archived(var end, var _) -> end.at().plus(grace).isBefore(at);
            case Stopping(var run, var asked) ->
                run.attempt() != attempt || asked.plus(grace).isBefore(at);
            case Placed(var run) -> run.attempt() > attempt;
            case Running(var run) -> run.attempt() > attempt;
            case Created _, Pending _, Spread _ -> true;
        };
    }
}
