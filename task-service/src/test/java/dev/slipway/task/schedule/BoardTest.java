package dev.slipway.task.schedule;

import static dev.slipway.task.task.ATask.NOON;
import static dev.slipway.task.task.ATask.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository.Waiting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Demand DEMAND = new Demand(1, 2, 0);
    private static final TaskId TASK = new TaskId(42);
    private final Board board = new Board();

    @Test
    void whatIsPlacedHoldsItsNodeUntilItIsFreed() {
        board.add(TASK, DEMAND);
        board.placed(plan().placements(), List.of(aTask().placed().build()));
        board.add(new TaskId(43), DEMAND);
        assertThat(plan().placements()).isEmpty();
        board.freed(TASK, 1);
        board.freed(TASK, 1);
        assertThat(plan().placements()).extracting(Placement::task).containsExactly(new TaskId(43));
    }

    @Test
    void whatSomebodyElsePlacedIsForgotten() {
        board.add(TASK, DEMAND);
        board.placed(plan().placements(), List.of());
        assertThat(board.size()).isZero();
        board.add(new TaskId(43), DEMAND);
        assertThat(plan().placements()).hasSize(1);
    }

    @Test
    void whatIsFreedWhileTheStoreIsReadStaysFree() {
        board.reading();
        board.freed(TASK, 1);
        board.holding(List.of(new Holding(TASK, 1, "node1", DEMAND)));
        board.add(new TaskId(43), DEMAND);
        assertThat(plan().placements()).hasSize(1);
    }

    @Test
    void whatTheStoreSaysIsHeldIsHeld() {
        board.reading();
        board.holding(List.of(new Holding(TASK, 1, "node1", DEMAND)));
        board.add(new TaskId(43), DEMAND);
        assertThat(plan().placements()).isEmpty();
        assertThat(board.reasonFor(new TaskId(43), DEMAND, NOON))
                .hasValueSatisfying(it -> assertThat(it.token()).isEqualTo("no_room"));
    }

    @Test
    void aBrokenTaskIsSetAsideForAWhile() {
        board.add(TASK, DEMAND);
        board.setAside(TASK, NOON);
        board.addAll(List.of(new Waiting(TASK, DEMAND)), NOON.plusSeconds(30));
        assertThat(plan().placements()).isEmpty();
        assertThat(board.reasonFor(TASK, DEMAND, NOON.plusSeconds(30)))
                .hasValueSatisfying(it -> assertThat(it.token()).isEqualTo("set_aside"));
        board.addAll(List.of(new Waiting(TASK, DEMAND)), NOON.plusSeconds(61));
        assertThat(plan().placements()).hasSize(1);
    }

    @Test
    void aSilentNodeTakesNoWork() {
        var views = new NodeViews();
        assertThat(views.heard(node())).isTrue();
        assertThat(views.heard(node())).isFalse();
        assertThat(views.accepting(NOON.plusSeconds(14))).hasSize(1);
        assertThat(views.accepting(NOON.plusSeconds(16))).isEmpty();
    }

    private Plan plan() {
        return board.plan(List.of(node()), 100);
    }

    private static Heartbeat node() {
        return new Heartbeat("node1", "http://127.0.0.1:1", 1, 3 * Demand.GIB, 0, true, Map.of(), NOON);
    }
}
