package dev.slipway.task.schedule;

import dev.slipway.task.task.Demand;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Why a task was not placed.
 *
 * @param token stable, for programs
 * @param sentence for people, with the numbers
 */
public record Reason(String token, String sentence) {
    /** No node takes work. */
    static final Reason NO_NODE = new Reason("no_node", "No node takes work now");

    static Reason of(Demand demand, List<Room> rooms) {
        if (rooms.isEmpty()) {
            return NO_NODE;
        }
        return rooms.stream().anyMatch(room -> room.couldFit(demand))
                ? new Reason(
                        "no_room",
                        "It asks for %s; one node has at most %s free"
                                .formatted(
                                        words(demand.cpus(), demand.memoryBytes(), demand.gpus()),
                                        words(
                                                most(rooms, Room::freeCpus),
                                                most(rooms, Room::freeMemoryBytes),
                                                most(rooms, Room::freeGpus))))
                : new Reason(
                        "too_large",
                        "It asks for %s; no node has that, at most %s"
                                .formatted(
                                        words(demand.cpus(), demand.memoryBytes(), demand.gpus()),
                                        words(
                                                most(rooms, Room::cpus),
                                                most(rooms, Room::memoryBytes),
                                                most(rooms, Room::gpus))));
    }

    private static long most(List<Room> rooms, ToLongFunction<Room> what) {
        return rooms.stream().mapToLong(what).max().orElse(0);
    }

    private static String words(long cpus, long memoryBytes, long gpus) {
        var memory = Math.floorDiv(memoryBytes * 10, Demand.GIB) / 10.0;
        var text = "%d cpus and %s GiB of memory".formatted(cpus, memory);
        return gpus == 0 ? text : text + " and %d gpus".formatted(gpus);
    }
}
