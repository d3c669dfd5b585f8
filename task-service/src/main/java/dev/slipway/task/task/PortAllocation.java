package dev.slipway.task.task;

import dev.slipway.task.task.AttemptRepository.PortPool;
import dev.slipway.task.task.TaskState.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which ports of their nodes fresh attempts get: the lowest that are free. */
final class PortAllocation {
    private final Map<String, PortPool> pools;
    private final Map<String, Set<Integer>> taken = new HashMap<>();

    private PortAllocation(Map<String, PortPool> pools) {
        this.pools = pools;
    }

    /** @param rows node and port of each that is taken */
    static PortAllocation of(Map<String, PortPool> pools, List<Object[]> rows) {
        var allocation = new PortAllocation(pools);
        rows.forEach(it -> allocation.on((String) it[0]).add((Integer) it[1]));
        return allocation;
    }

    private Set<Integer> on(String node) {
        return taken.computeIfAbsent(node, _ -> new HashSet<>());
    }

    /** Fails when a node has too few: the scheduler counts them, so that is a node that has just changed its pool. */
    List<Task> give(List<Task> placed) {
        return placed.stream().map(this::give).toList();
    }

    private Task give(Task task) {
        if (!(task.state() instanceof Placed(var run)) || task.spec().demand().ports() == 0) {
            return task;
        }
        var pool = pools.getOrDefault(run.node(), new PortPool(0, 0));
        var busy = on(run.node());
        var ports = new ArrayList<Run.Port>();
        int next = pool.first();
        for (int door : task.spec().needs().doors()) {
            while (busy.contains(next)) {
                next++;
            }
            if (next >= pool.first() + pool.count()) {
                throw new IllegalStateException("No port available on node " + run.node());
            }
            busy.add(next);
            ports.add(new Run.Port(next, door));
        }
        return new Task(
                task.id(), task.owner(), task.spec(), task.submittedAt(), new Placed(run.with(ports)), task.course());
    }
}
