package dev.slipway.task.schedule;

import dev.slipway.task.task.Demand;
import dev.slipway.task.task.TaskId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The tasks that wait, in memory. Equal demands stand in one line: when the first of a line fits nowhere, none of it does,
 * so a pass costs what it places and the number of lines, not what waits.
 */
final class WaitingQueue {
    private final Map<Demand, NavigableSet<TaskId>> lines = new HashMap<>();
    private final Map<TaskId, Demand> demands = new HashMap<>();

    void add(TaskId id, Demand demand) {
        if (demands.putIfAbsent(id, demand) == null) {
            lines.computeIfAbsent(demand, _ -> new TreeSet<>()).add(id);
        }
    }

    void remove(TaskId id) {
        var demand = demands.remove(id);
        if (demand != null) {
            var line = lines.getOrDefault(demand, Collections.emptyNavigableSet());
            line.remove(id);
            if (line.isEmpty()) {
                lines.remove(demand);
            }
        }
    }

    void clear() {
        lines.clear();
        demands.clear();
    }

    int size() {
        return demands.size();
    }

    /** Each line with its demand, first come first. */
    Collection<Map.Entry<Demand, NavigableSet<TaskId>>> lines() {
        return Collections.unmodifiableMap(lines).entrySet();
    }
}
