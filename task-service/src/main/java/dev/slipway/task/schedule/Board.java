package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The leader's picture of what waits and what is taken. Told from many threads; each look is short. */
final class Board {
    private static final Duration ASIDE = Duration.ofMinutes(1);

    private final WaitingQueue queue = new WaitingQueue();
    private final Occupancy occupancy = new Occupancy();
    private final Map<TaskId, Instant> aside = new HashMap<>();
    private Map<Demand, Reason> reasons = Map.of();

    synchronized void add(TaskId id, Demand demand) {
        if (!aside.containsKey(id)) {
            queue.add(id, demand);
        }
    }

    synchronized void addAll(Collection<Waiting> waiting, Instant now) {
        aside.values().removeIf(until -> until.isBefore(now));
        waiting.forEach(it -> add(it.id(), it.demand()));
    }

    synchronized void remove(TaskId id) {
        queue.remove(id);
    }

    /** Not tried again for a while: something about it is broken, and it shall not stop the others. */
    synchronized void setAside(TaskId id, Instant now) {
        queue.remove(id);
        aside.put(id, now.plus(ASIDE));
    }

    synchronized void freed(TaskId id, int attempt) {
        occupancy.free(id, attempt);
    }

    synchronized void reading() {
        occupancy.reading();
    }

    synchronized void holding(Collection<Holding> all) {
        occupancy.replace(all);
    }

    /** The batch is done: the placed hold their nodes, the others were somebody else's or are gone. */
    synchronized void placed(List<Placement> batch, List<Task> placed) {
        batch.forEach(it -> queue.remove(it.task()));
        for (var task : placed) {
            task.liveRun()
                    .ifPresent(run -> occupancy.hold(new Holding(
                            task.id(), run.attempt(), run.node(), task.spec().demand())));
        }
    }

    synchronized Plan plan(List<Heartbeat> nodes, int most) {
        var plan = Scheduler.plan(queue, nodes.stream().map(this::roomOf).toList(), most);
        if (plan.complete()) {
            reasons = plan.reasons();
        }
        return plan;
    }

    private Room roomOf(Heartbeat node) {
        return Room.empty(node.node(), node.cpus(), node.memoryBytes(), node.gpus())
                .without(occupancy.usedOn(node.node()));
    }

    synchronized Optional<Reason> reasonFor(TaskId id, Demand demand, Instant now) {
        var until = aside.get(id);
        return until != null && until.isAfter(now)
                ? Optional.of(new Reason("set_aside", "It could not be placed; it is tried again soon"))
                : Optional.ofNullable(reasons.get(demand));
    }

    synchronized int size() {
        return queue.size();
    }

    synchronized void clear() {
        queue.clear();
        occupancy.clear();
        aside.clear();
        reasons = Map.of();
    }
}
