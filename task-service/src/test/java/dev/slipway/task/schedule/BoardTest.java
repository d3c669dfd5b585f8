package dev.slipway.task.schedule;

import static dev.slipway.task.task.ATask.NOON;
import static dev.slipway.task.task.ATask.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.plan.Counted;
import dev.slipway.task.plan.Outlook;
import dev.slipway.task.plan.Plan;
import dev.slipway.task.plan.Plan.Placement;
import dev.slipway.task.plan.Plan.Refusal;
import dev.slipway.task.plan.Reason;
import dev.slipway.task.plan.Rules;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository.Waiting;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BoardTest {
    private static final Task PLACED = aTask().placed().build();
    private static final TaskId TASK = PLACED.id();
    private static final TaskId NEXT = new TaskId(TASK.number() + 1);
    private static final Shape SHAPE = PLACED.shape();

    private final Map<String, Limits> limits = new HashMap<>();
    private final Set<String> forbidden = new HashSet<>();
    private final Board board = new Board(new Rights() {
        @Override
        public Right ofUser(String login) {
            return new Right(0.5, limits.getOrDefault(login, Limits.NONE));
        }

        @Override
        public Right ofProject(String project) {
            return Right.USUAL;
        }

        @Override
        public boolean mayRun(String login, String project) {
            return !forbidden.contains(login);
        }

        @Override
        public Uni<Boolean> areHeard() {
            return Uni.createFrom().item(true);
        }
    });

    @Test
    void whatIsPlacedHoldsItsNodeUntilItIsFreed() {
        board.add(waiting(TASK));
        board.placed(plan().placements(), List.of(PLACED), NOON);
        board.add(waiting(NEXT));
        assertThat(plan().placements()).isEmpty();
        board.freed(TASK, 1);
        board.freed(TASK, 1);
        assertThat(plan().placements()).extracting(Placement::task).containsExactly(NEXT.number());
    }

    @Test
    void whatSomebodyElsePlacedIsForgotten() {
        board.add(waiting(TASK));
        board.placed(plan().placements(), List.of(), NOON);
        assertThat(board.size()).isZero();
        board.add(waiting(NEXT));
        assertThat(plan().placements()).hasSize(1);
    }

    @Test
    void whatIsFreedWhileTheStoreIsReadStaysFree() {
        board.reading();
        board.freed(TASK, 1);
        board.holding(List.of(holding()));
        board.add(waiting(NEXT));
        assertThat(plan().placements()).hasSize(1);
    }

    @Test
    void whatTheStoreSaysIsHeldIsHeld() {
        board.reading();
        board.holding(List.of(holding()));
        board.add(waiting(NEXT));
        assertThat(plan().placements()).isEmpty();
        assertThat(board.reasonFor(NEXT, SHAPE, NOON))
                .hasValueSatisfying(it -> assertThat(it.code()).isEqualTo("no_room"));
        assertThat(board.running()).isEqualTo(1);
    }

    @Test
    void aBrokenTaskIsSetAsideForAMinuteAndComesBackByItself() {
        board.add(waiting(TASK));
        board.setAside(TASK, SHAPE, NOON);
        board.addAll(List.of(waiting(TASK)));
        assertThat(plan(30).placements()).isEmpty();
        assertThat(board.reasonFor(TASK, SHAPE, NOON.plusSeconds(30))).hasValue(Reason.setAside());
        assertThat(outlook(30).reasons()).first().isEqualTo(Reason.setAside());
        assertThat(outlook(61).reasons()).doesNotContain(Reason.setAside());
        assertThat(board.owners()).containsExactly(SHAPE.owner());
        assertThat(plan(61).placements()).extracting(Placement::task).containsExactly(TASK.number());
        assertThat(board.size()).isEqualTo(1);
    }

    @Test
    void oneThatIsCancelledWhileItIsAsideDoesNotComeBack() {
        board.add(waiting(TASK));
        board.add(waiting(NEXT));
        board.setAside(TASK, SHAPE, NOON);
        board.setAside(NEXT, SHAPE, NOON);
        board.remove(TASK, SHAPE);
        board.removeAll(List.of(NEXT), SHAPE);
        assertThat(plan(61).placements()).isEmpty();
    }

    /** It was cancelled while it was to be placed, and placing failed for that. */
    @Test
    void whatIsGoneIsNotSetAside() {
        board.setAside(TASK, SHAPE, NOON);
        assertThat(plan(61).placements()).isEmpty();
    }

    /** Else it would be proposed again and again, and who stands behind it would wait for ever. */
    @Test
    void aRefusalTheStoreDoesNotConfirmIsNotProposedAgainUntilUseIsReadAgain() {
        var login = SHAPE.owner();
        limits.put(login, new Limits(0, 3, 0, 0, 0));
        var spent = new Used(Map.of(login, new Usage(1, 3, 0, 0)), Map.of());
        board.add(waiting(TASK));
        board.used(spent, Counted.NONE, Optional.empty());
        assertThat(plan().refusals()).hasSize(1);
        assertThat(board.doubt(SHAPE)).isTrue();
        assertThat(board.doubt(SHAPE)).isFalse();
        assertThat(plan().refusals()).isEmpty();
        assertThat(plan().placements()).extracting(Placement::task).containsExactly(TASK.number());
        board.used(spent, Counted.NONE, Optional.empty());
        assertThat(plan().refusals()).hasSize(1);
    }

    @Test
    void whoMayNotRunIsTold() {
        forbidden.add(SHAPE.owner());
        board.add(waiting(TASK));
        assertThat(outlook(0).reasons()).first().satisfies(it -> {
            assertThat(it.code()).isEqualTo("not_authorized");
            assertThat(it.sentence()).contains(SHAPE.owner()).contains(SHAPE.project());
            assertThat(it.unblocks()).isNotEmpty();
        });
        assertThat(outlook(0).estimate()).isEmpty();
    }

    @Test
    void theFirstOfManyThatStillWaitsIsFound() {
        var ids = LongStream.range(50, 55).mapToObj(TaskId::new).toList();
        board.addAll(ids, SHAPE, NOON);
        board.remove(ids.getFirst(), SHAPE);
        board.setAside(ids.get(1), SHAPE, NOON);
        assertThat(first(50, 54)).hasValue(51L);
        assertThat(first(52, 54)).hasValue(52L);
        assertThat(first(55, 60)).isEmpty();
    }

    private Optional<Long> first(long from, long to) {
        return board.first(new TaskId(from), new TaskId(to)).map(it -> it.id().number());
    }

    /** What was used in the window and what runs now count together. */
    @Test
    void aQuotaCountsWhatEndedAndWhatRuns() {
        var login = SHAPE.owner();
        limits.put(login, new Limits(0, 3, 0, 0, 0));
        board.reading();
        board.holding(List.of(holding()));
        board.add(waiting(NEXT));
        board.used(new Used(Map.of(login, new Usage(1, 1, 0, 0)), Map.of()), Counted.NONE, Optional.empty());
        assertThat(plan().refusals()).isEmpty();
        board.used(new Used(Map.of(login, new Usage(1, 2, 0, 0)), Map.of()), Counted.NONE, Optional.empty());
        assertThat(plan().refusals()).extracting(Refusal::task).containsExactly(NEXT.number());
    }

    /** What it holds is no longer in what was used, as the store will say when it is read again: others still find their part. */
    @Test
    void whatWasCountedAndBeginsAgainCountsWithWhatItHolds() {
        var login = SHAPE.owner();
        var cpus = SHAPE.size().cpus();
        limits.put(login, new Limits(0, 2L * cpus, 0, 0, 0));
        board.add(waiting(TASK));
        board.add(waiting(NEXT));
        var again = Set.of(TASK.number());
        board.used(
                new Used(Map.of(login, new Usage(1, cpus, 0, 0)), Map.of()),
                new Counted(again, again),
                Optional.empty());
        var plan = plan();
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(TASK.number());
        assertThat(plan.refusals()).isEmpty();
        board.placed(plan.placements(), List.of(PLACED), NOON);
        assertThat(plan().refusals()).isEmpty();
    }

    /** As the transaction that places counts it: else what it does not confirm is planned for as long as an image takes. */
    @Test
    void whoHasNotBegunHasUsedNoTime() {
        limits.put(SHAPE.owner(), new Limits(10, 0, 0, 0, 0));
        board.reading();
        board.holding(List.of(holding()));
        board.add(waiting(NEXT));
        assertThat(planAt(NOON.plusSeconds(60)).refusals()).isEmpty();
        var running = aTask().running().build();
        board.reading();
        board.holding(List.of(Holding.of(running, running.liveRun().orElseThrow())));
        assertThat(planAt(NOON.plusSeconds(13)).refusals()).isEmpty();
        assertThat(planAt(NOON.plusSeconds(15)).refusals()).hasSize(1);
    }

    @Test
    void theOutlookOfOneThatIsNotThereLeavesNoTrace() {
        board.add(waiting(TASK));
        var outlook = board.outlook(NEXT, SHAPE, Rules.FIFO, List.of(node()), NOON);
        assertThat(outlook.ahead()).isEqualTo(1);
        assertThat(board.size()).isEqualTo(1);
        assertThat(board.owners()).isEqualTo(Set.of(SHAPE.owner()));
    }

    @Test
    void thePaceIsThatOfTheLastMinutes() {
        var pace = new Pace();
        assertThat(pace.perSecond(NOON)).isZero();
        pace.started(60, NOON);
        pace.started(60, NOON.plusSeconds(60));
        assertThat(pace.perSecond(NOON.plusSeconds(120))).isEqualTo(1);
        assertThat(pace.perSecond(NOON.plusSeconds(3600))).isZero();
    }

    @Test
    void aSilentNodeTakesNoWork() {
        var views = new NodeViews(InstantSource.fixed(NOON));
        assertThat(views.heard(node())).isTrue();
        assertThat(views.heard(node())).isFalse();
        assertThat(views.accepting(NOON.plusSeconds(14))).hasSize(1);
        assertThat(views.accepting(NOON.plusSeconds(16))).isEmpty();
    }

    @Test
    void whatNodesCanDoIsThatOfAllThatAreThere() {
        var views = new NodeViews(InstantSource.fixed(NOON.plusSeconds(60)));
        assertThat(views.features(Duration.ofMinutes(5))).isEmpty();
        views.heard(able("old", List.of("cni"), NOON.minusSeconds(600)));
        views.heard(able("plain", List.of("pause", "interactive"), NOON));
        views.heard(able("large", List.of("pause", "gpus"), NOON));
        assertThat(views.features(Duration.ofMinutes(5))).containsExactlyInAnyOrder("pause", "interactive", "gpus");
    }

    private static Heartbeat able(String name, List<String> features, Instant at) {
        return new Heartbeat(name, "http://" + name, 1, 1, 0, true, Map.of(), at, 0, 0, features, name);
    }

    private static Waiting waiting(TaskId id) {
        return new Waiting(id, SHAPE, NOON);
    }

    private static Holding holding() {
        return Holding.of(PLACED, PLACED.liveRun().orElseThrow());
    }

    private Outlook outlook(int seconds) {
        return board.outlook(TASK, SHAPE, Rules.FIFO, List.of(node()), NOON.plusSeconds(seconds));
    }

    private Plan plan() {
        return plan(0);
    }

    private Plan plan(int seconds) {
        return planAt(NOON.plusSeconds(seconds));
    }

    private Plan planAt(Instant now) {
        return board.plan(Rules.FIFO, List.of(node()), now, 100);
    }

    private static Heartbeat node() {
        var size = SHAPE.size();
        return new Heartbeat(
                "node1", "http://127.0.0.1:1", size.cpus(), size.ramGb() * Demand.GIB, 0, true, Map.of(), NOON);
    }
}
