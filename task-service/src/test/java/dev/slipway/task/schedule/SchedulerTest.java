package dev.slipway.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.task.task.Demand;
import dev.slipway.task.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final Demand SMALL = new Demand(1, 1, 0);
    private static final Demand LARGE = new Demand(4, 4, 0);

    private final WaitingQueue queue = new WaitingQueue();

    @Test
    void firstComeFirstServed() {
        queue.add(new TaskId(3), SMALL);
        queue.add(new TaskId(1), SMALL);
        queue.add(new TaskId(2), new Demand(1, 2, 0));
        assertThat(plan(room("a", 2, 8)).placements())
                .extracting(it -> it.task().number())
                .containsExactly(1L, 2L);
    }

    @Test
    void whatCannotFitBlocksNobody() {
        queue.add(new TaskId(1), LARGE);
        queue.add(new TaskId(2), SMALL);
        var plan = plan(room("a", 2, 8));
        assertThat(plan.placements()).extracting(it -> it.task().number()).containsExactly(2L);
        assertThat(plan.reasons().get(LARGE).token()).isEqualTo("too_large");
    }

    @Test
    void nodesAreFilledInTheirOrder() {
        for (int i = 1; i <= 3; i++) {
            queue.add(new TaskId(i), SMALL);
        }
        assertThat(plan(room("a", 2, 8), room("b", 2, 8)).placements())
                .extracting(Placement::node)
                .containsExactly("a", "a", "b");
    }

    @Test
    void memoryIsALimitToo() {
        queue.add(new TaskId(1), new Demand(1, 6, 0));
        queue.add(new TaskId(2), new Demand(1, 6, 0));
        var plan = plan(room("a", 8, 8));
        assertThat(plan.placements()).hasSize(1);
        assertThat(plan.reasons().get(new Demand(1, 6, 0)))
                .isEqualTo(
                        new Reason(
                                "no_room",
                                "It asks for 1 cpus and 6.0 GiB of memory; one node has at most 7 cpus and 2.0 GiB of memory free"));
    }

    @Test
    void withoutANodeNobodyIsPlacedAndEachIsToldWhy() {
        queue.add(new TaskId(1), SMALL);
        assertThat(plan().reasons()).containsEntry(SMALL, Reason.NO_NODE);
    }

    @Test
    void aPassStopsAtItsLimitAndSaysSo() {
        for (int i = 1; i <= 3; i++) {
            queue.add(new TaskId(i), SMALL);
        }
        var plan = Scheduler.plan(queue, List.of(room("a", 8, 8)), 2);
        assertThat(plan.placements()).hasSize(2);
        assertThat(plan.complete()).isFalse();
    }

    @Test
    void aTaskThatLeftIsNotPlaced() {
        queue.add(new TaskId(1), SMALL);
        queue.add(new TaskId(2), SMALL);
        queue.remove(new TaskId(1));
        queue.remove(new TaskId(9));
        assertThat(plan(room("a", 8, 8)).placements())
                .extracting(it -> it.task().number())
                .containsExactly(2L);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void noNodeIsEverGivenMoreThanItHasAndNobodyWaitsWhoWouldFit() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var waiting = new WaitingQueue();
            var demands = new HashMap<TaskId, Demand>();
            for (int i = 0; i < random.nextInt(40); i++) {
                var demand = new Demand(1 + random.nextInt(6), 1 + random.nextInt(6), random.nextInt(2));
                demands.put(new TaskId(i), demand);
                waiting.add(new TaskId(i), demand);
            }
            var rooms = new ArrayList<Room>();
            for (int i = 0; i < random.nextInt(4); i++) {
                rooms.add(Room.empty("n" + i, random.nextInt(8), Demand.GIB * random.nextInt(12), random.nextInt(2)));
            }
            check(Scheduler.plan(waiting, rooms, 1000), demands, rooms);
        }
    }

    /** Replays the plan against the rooms: each placement fits, in order, and what is left fits nowhere. */
    private static void check(Plan plan, Map<TaskId, Demand> demands, List<Room> rooms) {
        var free = new HashMap<String, Room>();
        rooms.forEach(it -> free.put(it.node(), it));
        for (var placement : plan.placements()) {
            var room = free.get(placement.node());
            assertThat(room.fits(demands.remove(placement.task()))).isTrue();
            free.put(placement.node(), room.without(placement.demand()));
        }
        for (var left : demands.values()) {
            assertThat(free.values()).noneMatch(it -> it.fits(left));
            assertThat(plan.reasons()).containsKey(left);
        }
    }

    @Test
    void aPassOverAMillionWaitingTasksCostsWhatItPlaces() {
        for (int i = 0; i < 1_000_000; i++) {
            queue.add(new TaskId(i), i % 2 == 0 ? SMALL : LARGE);
        }
        var rooms = List.of(room("a", 2, 2));
        plan(rooms.getFirst());
        var from = System.nanoTime();
        var plan = plan(rooms.getFirst());
        assertThat(plan.placements()).hasSize(2);
        assertThat(plan.reasons()).hasSize(2);
        assertThat((System.nanoTime() - from) / 1_000_000).isLessThan(200);
    }

    private Plan plan(Room... rooms) {
        return Scheduler.plan(queue, List.of(rooms), 100);
    }

    private static Room room(String node, int cpus, int gigabytes) {
        return Room.empty(node, cpus, gigabytes * Demand.GIB, 0);
    }
}
