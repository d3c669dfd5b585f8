package dev.slipway.task.schedule;

import dev.slipway.task.task.Demand;
import dev.slipway.task.task.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SequencedCollection;

/**
 * First come, first served: tasks by number, each on the first node with room. What fits nowhere is passed over and blocks
 * nobody. A function of its arguments only.
 */
final class Scheduler {
    private Scheduler() {}

    /**
     * @param rooms the nodes that take work, in the order they are filled
     * @param most placements at most
     */
    static Plan plan(WaitingQueue queue, List<Room> rooms, int most) {
        var free = new ArrayList<>(rooms);
        var placements = new ArrayList<Placement>();
        var reasons = new HashMap<Demand, Reason>();
        var lines = new PriorityQueue<Line>(Comparator.comparing(Line::first));
        queue.lines().forEach(line -> lines.add(Line.of(line.getKey(), line.getValue())));
        while (!lines.isEmpty() && placements.size() < most) {
            var line = lines.remove();
            var index = firstFit(free, line.demand());
            if (index < 0) {
                reasons.put(line.demand(), Reason.of(line.demand(), free));
            } else {
                var room = free.get(index);
                free.set(index, room.without(line.demand()));
                placements.add(new Placement(line.first(), line.demand(), room.node()));
                if (line.rest().hasNext()) {
                    lines.add(new Line(line.demand(), line.rest().next(), line.rest()));
                }
            }
        }
        return new Plan(placements, reasons, lines.isEmpty());
    }

    private static int firstFit(List<Room> rooms, Demand demand) {
        for (int i = 0; i < rooms.size(); i++) {
            if (rooms.get(i).fits(demand)) {
                return i;
            }
        }
        return -1;
    }

    private record Line(Demand demand, TaskId first, Iterator<TaskId> rest) {
        static Line of(Demand demand, SequencedCollection<TaskId> tasks) {
            var all = tasks.iterator();
            return new Line(demand, all.next(), all);
        }
    }
}
