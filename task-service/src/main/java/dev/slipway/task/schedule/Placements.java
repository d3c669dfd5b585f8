package dev.slipway.task.schedule;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Lease;
import dev.slipway.platform.outbox.Leases;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.task.plan.Plan;
import dev.slipway.task.plan.Plan.Placement;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.task.ArrayStarts;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.Freed;
import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.Refusals;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository;
import dev.slipway.task.task.TaskRepository.Choice;
import dev.slipway.task.task.Transactions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Carries out placements: states, attempts, facts and commands of a batch in one transaction, by the leader only. */
@ApplicationScoped
class Placements {
    private static final Logger LOG = Logger.getLogger(Placements.class);

    /** Of all that the tasks of one batch ask for, in bytes; one task alone may take a megabyte and a half. */
    private static final long LARGEST = 4 << 20;

    /** So few are not asked about. */
    private static final int ALWAYS_FIT = 4;

    private final TaskRepository tasks;
    private final AttemptRepository attempts;
    private final Outbox outbox;
    private final Leases leases;
    private final NodeViews nodes;
    private final ArrayStarts arrays;
    private final Quotas quotas;
    private final Refusals refusals;
    private final InstantSource clock;

    Placements(
            TaskRepository tasks,
            AttemptRepository attempts,
            Outbox outbox,
            Leases leases,
            NodeViews nodes,
            ArrayStarts arrays,
            Quotas quotas,
            Refusals refusals,
            InstantSource clock) {
        this.arrays = arrays;
        this.quotas = quotas;
        this.refusals = refusals;
        this.nodes = nodes;
        this.tasks = tasks;
        this.attempts = attempts;
        this.outbox = outbox;
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * The first of a batch, as many as are not too large together: what they ask for is in memory about five times before their
     * nodes are told.
     */
    Uni<Batch> fitting(Batch batch) {
        return batch.size() <= ALWAYS_FIT
                ? Uni.createFrom().item(batch)
                : Panache.withSession(
                                () -> tasks.bytesOf(List.copyOf(batch.all().keySet())))
                        .map(bytes -> batch.first(fitting(bytes)));
    }

    private static int fitting(List<Long> bytes) {
        int count = 0;
        long sum = 0;
        while (count < bytes.size() && (count < ALWAYS_FIT || sum + bytes.get(count) <= LARGEST)) {
            sum += bytes.get(count++);
        }
        return count;
    }

    /**
     * What became of a batch. Fails with {@link Deposed} when another leads by now. Where others were in the way, in the store, it is
     * tried again: that is the fault of none of them.
     */
    Uni<Done> carryOut(Batch batch, Lease lease) {
        return Transactions.run(() -> leases.stands(lease).chain(stands -> {
                    if (!stands) {
                        throw new Deposed();
                    }
                    var now = clock.instant();
                    return quotas.refused(batch.all(), now).chain(refused -> write(batch, refused, now));
                }))
                .invoke(done -> done.placed().forEach(Placements::log))
                .invoke(done -> done.refused()
                        .forEach((task, reason) -> LOG.infof("refused task=%s outcome=%s", task, reason)));
    }

    /** Refusals the store does not confirm are nothing: the tasks go on waiting. */
    private Uni<Done> write(Batch batch, Map<TaskId, Outcome> refused, Instant now) {
        var chosen = batch.choices();
        chosen.keySet().removeAll(refused.keySet());
        return place(chosen, now)
                .chain(placed -> refusals.refuse(refused, now).map(freed -> new Done(placed, refused, freed)));
    }

    private Uni<List<Task>> place(Map<TaskId, Choice> chosen, Instant now) {
        return chosen.isEmpty()
                ? Uni.createFrom().item(List.of())
                : tasks.place(chosen, now)
                        .chain(placed -> attempts.openPorts(placed, nodes.ports()))
                        .call(placed -> outbox.append(
                                placed.stream().flatMap(Placements::told).toList()))
                        .call(placed -> arrays.by(placed).chain(outbox::append));
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

    /**
     * What is carried out together.
     *
     * @param refused what the plan says no quota allows
     */
    record Batch(List<Placement> placements, List<Plan.Refusal> refused) {
        int size() {
            return placements.size() + refused.size();
        }

        /** Its first so many. */
        Batch first(int count) {
            var placed = Math.min(count, placements.size());
            return new Batch(placements.subList(0, placed), refused.subList(0, count - placed));
        }

        /** All but its first so many. */
        Batch after(int count) {
            var placed = Math.min(count, placements.size());
            return new Batch(
                    placements.subList(placed, placements.size()), refused.subList(count - placed, refused.size()));
        }

        Map<TaskId, Shape> all() {
            var all = new LinkedHashMap<TaskId, Shape>();
            placements.forEach(it -> all.put(new TaskId(it.task()), it.shape()));
            refused.forEach(it -> all.put(new TaskId(it.task()), it.shape()));
            return all;
        }

        Map<TaskId, Choice> choices() {
            var choices = new LinkedHashMap<TaskId, Choice>();
            placements.forEach(it -> choices.put(new TaskId(it.task()), new Choice(it.node(), it.score())));
            return choices;
        }
    }

    /**
     * What became of a batch.
     *
     * @param placed those that were still there to be placed
     * @param refused those that were not let run
     * @param freed what waited for one of the refused last
     */
    record Done(List<Task> placed, Map<TaskId, Outcome> refused, Freed freed) {}

    /** The lease is another's. */
    static final class Deposed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Deposed() {
            super("Another replica leads", null, false, false);
        }
    }
}
