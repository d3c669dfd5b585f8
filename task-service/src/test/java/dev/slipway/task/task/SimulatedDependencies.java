package dev.slipway.task.task;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/** What {@link SqlDependencyRepository} says in SQL. */
final class SimulatedDependencies implements DependencyRepository {
    private final SimulatedRows rows;
    private final Map<Long, Set<Long>> parentsOf = new HashMap<>();

    SimulatedDependencies(SimulatedRows rows) {
        this.rows = rows;
    }

    @Override
    public Uni<List<Long>> parentsOf(TaskId task) {
        return Uni.createFrom().item(List.copyOf(parentsOf.getOrDefault(task.number(), Set.of())));
    }

    @Override
    public Uni<List<Parent>> lock(List<Long> parents) {
        return Uni.createFrom()
                .item(() -> parents.stream()
                        .map(it -> rows.row(it)
                                .map(own -> new Parent(it, own.owner, own.state.equals("ended")))
                                .or(() -> rows.arrays
                                        .of(it)
                                        .map(whole -> new Parent(
                                                it,
                                                whole.owner,
                                                whole.state.equals("ended") || whole.stopAskedAt != null)))
                                .orElseThrow())
                        .toList());
    }

    @Override
    public Uni<Void> add(TaskId task, List<Long> parents) {
        parentsOf.put(task.number(), new TreeSet<>(parents));
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<List<TaskId>> freedBy(TaskId parent, Instant now) {
        return Uni.createFrom().item(() -> free(it -> it == parent.number(), now));
    }

    @Override
    public Uni<List<TaskId>> freedByChildrenOf(Task array, Instant now) {
        var units = new TreeSet<Long>();
        array.units().forEach(it -> units.add(it.number()));
        return Uni.createFrom()
                .item(() -> free(it -> units.contains(it) && rows.row(it).isEmpty(), now));
    }

    private List<TaskId> free(LongPredicate gone, Instant now) {
        var free = new ArrayList<TaskId>();
        parentsOf.forEach((task, parents) -> {
            var before = parents.size();
            parents.removeIf(gone::test);
            var row = rows.row(task).orElseThrow();
            if (parents.size() < before && !row.state.equals("ended")) {
                row.blocked -= before - parents.size();
                SimulatedRows.queue(row, now);
                free(row, free);
                rows.arrays
                        .childrenOf(row)
                        .filter(it -> it.state.equals("created") || it.state.equals("pending"))
                        .forEach(it -> {
                            it.blocked = row.blocked;
                            SimulatedRows.queue(it, now);
                            free(it, free);
                        });
            }
        });
        parentsOf.values().removeIf(Set::isEmpty);
        return free;
    }

    private void free(TaskRow row, List<TaskId> free) {
        rows.keep(row);
        if (row.blocked == 0) {
            free.add(new TaskId(row.id));
        }
    }
}
