package dev.slipway.task.schedule;

import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.TaskId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the live attempts hold of each node. */
final class Occupancy {
    private static final Demand NOTHING = new Demand(0, 0, 0);

    private final Map<Key, Holding> held = new HashMap<>();
    private final Map<String, Demand> used = new HashMap<>();
    private final Set<Key> freedWhileReading = new HashSet<>();

    void hold(Holding holding) {
        if (held.putIfAbsent(Key.of(holding), holding) == null) {
            used.merge(holding.node(), holding.demand(), Occupancy::sum);
        }
    }

    void free(TaskId task, int attempt) {
        var key = new Key(task, attempt);
        freedWhileReading.add(key);
        var holding = held.remove(key);
        if (holding != null) {
            used.merge(holding.node(), holding.demand(), Occupancy::difference);
        }
    }

    /** From here to {@link #replace}, what is freed is remembered: the store may be read before and told after. */
    void reading() {
        freedWhileReading.clear();
    }

    void replace(Collection<Holding> all) {
        held.clear();
        used.clear();
        all.stream().filter(it -> !freedWhileReading.contains(Key.of(it))).forEach(this::hold);
        freedWhileReading.clear();
    }

    void clear() {
        held.clear();
        used.clear();
        freedWhileReading.clear();
    }

    Demand usedOn(String node) {
        return used.getOrDefault(node, NOTHING);
    }

    private static Demand sum(Demand a, Demand b) {
        return new Demand(a.cpus() + b.cpus(), a.ramGb() + b.ramGb(), a.gpus() + b.gpus());
    }

    private static Demand difference(Demand a, Demand b) {
        return new Demand(a.cpus() - b.cpus(), a.ramGb() - b.ramGb(), a.gpus() - b.gpus());
    }

    private record Key(TaskId task, int attempt) {
        static Key of(Holding holding) {
            return new Key(holding.task(), holding.attempt());
        }
    }
}
