package dev.slipway.task.schedule;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Lease;
import dev.slipway.platform.outbox.Leases;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskRepository;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Carries out placements: states, attempts, facts and commands of a batch in one transaction, by the leader only. */
@ApplicationScoped
class Placements {
    private static final Logger LOG = Logger.getLogger(Placements.class);

    private final TaskRepository tasks;
    private final AttemptRepository attempts;
    private final Outbox outbox;
    private final Leases leases;
    private final InstantSource clock;

    Placements(TaskRepository tasks, AttemptRepository attempts, Outbox outbox, Leases leases, InstantSource clock) {
        this.tasks = tasks;
        this.attempts = attempts;
        this.outbox = outbox;
        this.leases = leases;
        this.clock = clock;
    }

    /** The tasks that were still there to be placed. Fails with {@link Deposed} when another leads by now. */
    Uni<List<Task>> carryOut(List<Placement> batch, Lease lease) {
        return Panache.withTransaction(() -> leases.stands(lease).chain(stands -> {
                    if (!stands) {
                        throw new Deposed();
                    }
                    return write(batch);
                }))
                .invoke(placed -> placed.forEach(Placements::log));
    }

    private Uni<List<Task>> write(List<Placement> batch) {
        var nodes = batch.stream().collect(Collectors.toMap(Placement::task, Placement::node));
        return tasks.place(nodes, clock.instant())
                .call(attempts::open)
                .call(placed ->
                        outbox.append(placed.stream().flatMap(Placements::told).toList()));
    }

    private static void log(Task task) {
        task.liveRun()
                .ifPresent(run -> LOG.infof("placed task=%s attempt=%d node=%s", task.id(), run.attempt(), run.node()));
    }

    private static Stream<Event> told(Task task) {
        var run = task.liveRun().orElseThrow();
        return Stream.of(placed(task, run), ContainerSpecs.start(task, run));
    }

    private static Event placed(Task task, Run run) {
        return new TaskEvent.Placed(
                task.id().number(), task.owner().login(), run.node(), run.attempt(), run.placedAt());
    }

    /** The lease is another's. */
    static final class Deposed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Deposed() {
            super("Another replica leads", null, false, false);
        }
    }
}
