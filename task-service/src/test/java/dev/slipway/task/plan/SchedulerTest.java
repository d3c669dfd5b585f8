package dev.slipway.task.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.plan.Node.Held;
import dev.slipway.task.plan.Plan.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final Rules FAIR = new Rules(Order.FAIR_SHARE, Weights.USUAL, 0, 0, 0, 1);

    private final Queue queue = new Queue();
    private final Map<String, Standing> users = new HashMap<>();
    private final Map<String, Standing> projects = new HashMap<>();
    private final Map<String, Integer> running = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private List<Claim> claims = List.of();
    private Counted counted = Counted.NONE;

    @Test
    void theWorkedExampleOfGoDocker94() {
        users.put("alice", priority(0.5));
        users.put("bob", priority(0.6));
        wait(1, shape("alice", 1));
        wait(2, shape("bob", 1));
        node("n1", 1);
        var ranking = new Ranking(FAIR, now());
        assertThat(ranking.score(shape("alice", 1), NOW)).isCloseTo(1.81, within(1e-9));
        assertThat(ranking.score(shape("bob", 1), NOW)).isCloseTo(1.71, within(1e-9));
        assertThat(placed(FAIR)).containsExactly(2L);
    }

    @Test
    void case95_equalScoresGoByNumber() {
        wait(2, shape("bob", 1));
        wait(1, shape("alice", 1));
        node("n1", 1);
        assertThat(placed(FAIR)).containsExactly(1L);
    }

    @Test
    void case96_whoUsedNothingGoesFirst() {
        users.put("alice", new Standing(new Usage(3600, 10, 10, 0), 0.5, Limits.NONE));
        wait(1, shape("alice", 1));
        wait(2, shape("bob", 1));
        node("n1", 1);
        assertThat(placed(FAIR)).containsExactly(2L);
    }

    @Test
    void equalsTakeTurnsWithinAPass() {
        for (int i = 0; i < 10; i++) {
            wait(i, shape("alice", 1));
            wait(100 + i, shape("bob", 1));
        }
        node("n1", 6);
        assertThat(placed(FAIR).stream().filter(it -> it >= 100)).hasSize(3);
    }

    @Test
    void aPriorityChangedCountsInTheNextPass() {
        users.put("alice", priority(0.5));
        users.put("bob", priority(0.5));
        wait(1, shape("alice", 1));
        wait(2, shape("bob", 1));
        node("n1", 1);
        assertThat(placed(FAIR)).containsExactly(1L);
        users.put("bob", priority(1));
        assertThat(placed(FAIR)).containsExactly(2L);
    }

    @Test
    void whatFitsNowhereIsPassedOverAndKeepsANode() {
        node("n1", 4, new Held(new Size(2, 2, 0, 0), NOW - 1000, 0));
        wait(1, shape("alice", 4));
        wait(2, shape("bob", 1));
        // One processor for bob would leave three of four when what runs has ended: alice would wait for him.
        var plan = plan(Rules.FIFO);
        assertThat(plan.placements()).isEmpty();
        assertThat(plan.claims())
                .singleElement()
                .satisfies(it -> assertThat(it.task()).isEqualTo(1));
        assertThat(plan.reasons().get(shape("alice", 4)).code()).isEqualTo("no_room");
        assertThat(plan.reasons().get(shape("bob", 1)).code()).isEqualTo("node_kept");
        assertThat(plan.reasons().get(shape("bob", 1)).sentence()).contains("task 1");
    }

    @Test
    void aSmallTaskStartsBesideALargeOneThatWaits() {
        node("n1", 4, new Held(new Size(3, 2, 0, 0), NOW - 1000, 0));
        wait(1, shape("alice", 3));
        wait(2, shape("bob", 1));
        wait(3, shape("bob", 1));
        // One beside alice, no more.
        assertThat(placed(Rules.FIFO)).containsExactly(2L);
    }

    @Test
    void aTaskThatIsOverInTimeStartsBeforeALargeOne() {
        node("n1", 4, new Held(new Size(3, 2, 0, 0), NOW - 1000, NOW + 60_000));
        wait(1, shape("alice", 4));
        wait(2, new Shape("bob", "default", new Size(1, 1, 0, 0), List.of(), 30_000));
        wait(3, new Shape("carol", "default", new Size(1, 1, 0, 0), List.of(), 90_000));
        var plan = plan(Rules.FIFO);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(2L);
        assertThat(plan.claims().getFirst().at()).isEqualTo(NOW + 60_000);
    }

    @Test
    void aClaimStaysWhereItIsAndCountsWhatCameAfterIt() {
        node("n1", 4, new Held(new Size(2, 1, 0, 0), NOW - 5000, 0), new Held(new Size(1, 1, 0, 0), NOW - 1000, 0));
        node("n2", 4, new Held(new Size(4, 4, 0, 0), NOW - 9000, 0));
        wait(1, shape("alice", 3));
        wait(2, shape("bob", 1));
        claims = List.of(new Claim(1, shape("alice", 3), "n1", NOW - 2000, Long.MAX_VALUE));
        // The one processor beside alice is taken by what came after the claim.
        var plan = plan(Rules.FIFO);
        assertThat(plan.placements()).isEmpty();
        assertThat(plan.claims()).containsExactly(claims.getFirst());
    }

    @Test
    void labelsAreFollowed() {
        nodes.add(new Node("disk", new Size(4, 8, 0, 0), Size.NOTHING, Map.of("storage", "disk"), List.of()));
        wait(1, new Shape("alice", "default", new Size(1, 1, 0, 0), List.of("storage==ssd"), 0));
        wait(2, new Shape("alice", "default", new Size(1, 1, 0, 0), List.of("storage==disk"), 0));
        var plan = plan(Rules.FIFO);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(2L);
        assertThat(plan.reasons().values()).singleElement().satisfies(it -> {
            assertThat(it.token()).isEqualTo(Reason.Token.CONFIG);
            assertThat(it.code()).isEqualTo("no_node_with_labels");
        });
    }

    @Test
    void whatNoNodeHasIsNoReasonToKeepOne() {
        node("n1", 2);
        wait(1, shape("alice", 64));
        wait(2, shape("bob", 1));
        var plan = plan(Rules.FIFO);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(2L);
        assertThat(plan.claims()).isEmpty();
        assertThat(plan.reasons().get(shape("alice", 64)).sentence())
                .contains("64 cpus")
                .contains("at most 2 cpus");
    }

    @Test
    void whatIsFreeAndKeptIsNotCalledPorts() {
        nodes.add(new Node("n1", new Size(4, 8, 0, 1), new Size(0, 0, 0, 1), Map.of(), List.of()));
        wait(1, new Shape("alice", "default", new Size(1, 1, 0, 1), List.of(), 0));
        assertThat(plan(Rules.FIFO).reasons().values())
                .extracting(Reason::sentence)
                .containsExactly("no port available");
    }

    @Test
    void aQuotaRefusesByWhatIsUsedAndAsked() {
        users.put("alice", new Standing(new Usage(5, 7, 0, 0), 0.5, new Limits(0, 8, 0, 0, 0)));
        node("n1", 8);
        wait(1, shape("alice", 1));
        wait(2, shape("alice", 1));
        var plan = plan(FAIR);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(1L);
        assertThat(plan.refusals()).singleElement().satisfies(it -> {
            assertThat(it.task()).isEqualTo(2);
            assertThat(it.reason().sentence())
                    .isEqualTo("The quota of user alice: 8 of 8 cpus are used and it asks for 1");
        });
    }

    /** The first of them has run before: its part is its own, and no more than that. */
    @Test
    void whatIsCountedAlreadyIsPlacedAndTakesNothingFromTheOthers() {
        users.put("alice", new Standing(new Usage(5, 7, 0, 0), 0.5, new Limits(0, 8, 0, 0, 0)));
        node("n1", 8);
        wait(1, shape("alice", 3));
        wait(2, shape("alice", 1));
        wait(3, shape("alice", 1));
        counted = new Counted(Set.of(1L), Set.of(1L));
        var plan = plan(Rules.FIFO);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(1L, 2L);
        assertThat(plan.refusals()).extracting(Plan.Refusal::task).containsExactly(3L);
    }

    @Test
    void theDiskIsLookedAtFirstAndItsLimitMayBeReached() {
        var limits = new Limits(0, 8, 0, 0, 1000);
        users.put("alice", new Standing(new Usage(0, 8, 0, 0, 1001), 0.5, limits));
        users.put("bob", new Standing(new Usage(0, 7, 0, 0, 1000), 0.5, limits));
        node("n1", 8);
        wait(1, shape("alice", 1));
        wait(2, shape("bob", 1));
        var plan = plan(FAIR);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(2L);
        assertThat(plan.refusals())
                .extracting(it -> it.reason().sentence())
                .containsExactly("The quota of user alice: its files take 1001 of 1000 bytes of disk");
    }

    @Test
    void theProjectsQuotaCountsButNotThatOfDefault() {
        var spent = new Standing(new Usage(20, 0, 0, 0), 0.5, new Limits(10, 0, 0, 0, 0));
        projects.put("genomes", spent);
        projects.put("default", spent);
        node("n1", 8);
        wait(1, new Shape("alice", "genomes", new Size(1, 1, 0, 0), List.of(), 0));
        wait(2, shape("alice", 1));
        var plan = plan(FAIR);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(2L);
        assertThat(plan.refusals()).extracting(Plan.Refusal::task).containsExactly(1L);
    }

    @Test
    void limitsOfRunningTasksHoldOthersBack() {
        running.put("alice", 1);
        node("n1", 8);
        wait(1, shape("alice", 1));
        wait(2, shape("alice", 1));
        wait(3, shape("bob", 1));
        var plan = plan(new Rules(Order.FIFO, Weights.USUAL, 0, 2, 0, 1));
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(1L, 3L);
        assertThat(plan.reasons().get(shape("alice", 1)).code()).isEqualTo("user_running_limit");
        assertThat(plan(new Rules(Order.FIFO, Weights.USUAL, 0, 0, 2, 1)).placements())
                .hasSize(1);
    }

    @Test
    void whoWaitsTooLongGoesFirstWhateverTheShares() {
        users.put("alice", new Standing(new Usage(1e6, 1e3, 1e3, 0), 0, Limits.NONE));
        queue.add(1, shape("alice", 1), NOW - 3_700_000);
        wait(2, shape("bob", 1));
        node("n1", 1);
        assertThat(placed(FAIR)).containsExactly(2L);
        assertThat(placed(new Rules(Order.FAIR_SHARE, Weights.USUAL, 3_600_000, 0, 0, 1)))
                .containsExactly(1L);
    }

    /** Both used the same within the window, alice long ago. */
    @Test
    void whereOldUseCountsLessWhoUsedLongAgoGoesFirst() {
        var window = new Usage(3600, 10, 10, 0);
        users.put("alice", new Standing(window, new Usage(36, 0.1, 0.1, 0), 0.5, Limits.NONE));
        users.put("bob", new Standing(window, new Usage(3600, 10, 10, 0), 0.5, Limits.NONE));
        wait(1, shape("bob", 1));
        wait(2, shape("alice", 1));
        node("n1", 1);
        assertThat(placed(FAIR)).containsExactly(2L);
    }

    @Test
    void aTaskGoesWhereItLeavesTheLeast() {
        node("large", 16);
        node("small", 4);
        wait(1, shape("alice", 2));
        assertThat(plan(Rules.FIFO).placements()).extracting(Placement::node).containsExactly("small");
    }

    @Test
    void aPassStopsAtItsLimitAndSaysSo() {
        node("n1", 8);
        for (int i = 0; i < 8; i++) {
            wait(i, shape("alice", 1));
        }
        var plan = Scheduler.plan(Rules.FIFO, now(), 3);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(0L, 1L, 2L);
        assertThat(plan.complete()).isFalse();
    }

    /** However many are refused: others behind them are placed in the same pass. */
    @Test
    void refusalsTakeNobodysPlace() {
        users.put("alice", new Standing(new Usage(0, 8, 0, 0), 0.5, new Limits(0, 8, 0, 0, 0)));
        for (int i = 0; i < 20; i++) {
            wait(i, shape("alice", 1));
        }
        wait(20, shape("bob", 1));
        wait(21, shape("bob", 1));
        node("n1", 8);
        var plan = Scheduler.plan(Rules.FIFO, now(), 3);
        assertThat(plan.placements()).extracting(Placement::task).containsExactly(20L, 21L);
        assertThat(plan.refusals()).extracting(Plan.Refusal::task).containsExactly(0L, 1L, 2L);
        assertThat(plan.complete()).isFalse();
    }

    @Test
    void aTaskGoesToANodeOnWhichItHasNotFailed() {
        node("n1", 4);
        node("n2", 16);
        wait(1, failedOn("n1"));
        assertThat(plan(Rules.FIFO).placements()).extracting(Placement::node).containsExactly("n2");
    }

    @Test
    void whereAnotherNodeIsFullItWaitsForThat() {
        node("n1", 4);
        node("n2", 4, new Held(new Size(3, 1, 0, 0), NOW - 1000, NOW + 60_000));
        wait(1, failedOn("n1"));
        var plan = plan(Rules.FIFO);
        assertThat(plan.placements()).isEmpty();
        assertThat(plan.claims()).extracting(Claim::node).containsExactly("n2");
        assertThat(plan.reasons().get(failedOn("n1"))).satisfies(it -> {
            assertThat(it.code()).isEqualTo("no_other_room");
            assertThat(it.sentence())
                    .isEqualTo("It asks for 2 cpus, 1 GiB of memory, and failed on n1; one of the other nodes has at"
                            + " most 1 cpu, 63 GiB of memory, 10 ports free");
        });
    }

    @Test
    void whereNoOtherNodeCouldTakeItItGoesWhereItFailed() {
        node("n1", 4);
        node("small", 1);
        wait(1, failedOn("n1"));
        assertThat(plan(Rules.FIFO).placements()).extracting(Placement::node).containsExactly("n1");
    }

    private static Shape failedOn(String node) {
        return new Shape("alice", "default", new Size(2, 1, 0, 0), List.of(), 0, List.of(node));
    }

    @Test
    void whyATaskWaits() {
        node("n1", 4, new Held(new Size(4, 4, 0, 0), NOW - 1000, NOW + 60_000));
        wait(1, shape("alice", 4));
        wait(2, shape("bob", 1));
        wait(3, shape("carol", 1));
        var outlook = Outlook.of(3, shape("carol", 1), Rules.FIFO, now(), 0.5);
        assertThat(outlook.ahead()).isEqualTo(2);
        assertThat(outlook.waiting()).isEqualTo(3);
        assertThat(outlook.reasons()).extracting(Reason::code).containsExactly("no_room", "others_before");
        assertThat(outlook.estimate()).hasValue(NOW + 6_000);
        assertThat(Outlook.of(1, shape("alice", 4), Rules.FIFO, now(), 0).estimate())
                .hasValue(NOW + 60_000);
    }

    private static Standing priority(double priority) {
        return new Standing(Usage.NONE, priority, Limits.NONE);
    }

    private static Shape shape(String owner, int cpus) {
        return new Shape(owner, "default", new Size(cpus, 1, 0, 0), List.of(), 0);
    }

    private void wait(long id, Shape shape) {
        queue.add(id, shape, NOW);
    }

    private void node(String name, int cpus, Held... held) {
        var used = Size.NOTHING;
        for (var it : held) {
            used = used.plus(it.size());
        }
        nodes.add(new Node(name, new Size(cpus, 64, 0, 10), used, Map.of(), List.of(held)));
    }

    private Situation now() {
        return new Situation(queue, users, projects, running, nodes, claims, Set.of(), counted, NOW);
    }

    private Plan plan(Rules rules) {
        return Scheduler.plan(rules, now(), 1000);
    }

    private List<Long> placed(Rules rules) {
        return plan(rules).placements().stream().map(Placement::task).toList();
    }
}
