package dev.slipway.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.plan.Node.Held;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every reason that holds, whatever holds first. */
class OutlookTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final Rules LIMITED = new Rules(Order.FIFO, Weights.USUAL, 0, 1, 2, 1);
    private static final Shape SHAPE = new Shape("alice", "genomes", new Size(2, 2, 1, 0), List.of(), 0);

    private final Queue queue = new Queue();
    private final Map<String, Standing> users = new HashMap<>();
    private final Map<String, Standing> projects = new HashMap<>();
    private Set<Shape> doubted = Set.of();
    private Counted counted = Counted.NONE;

    @Test
    void allQuotasAllLimitsAndTheRoomAreTold() {
        users.put("alice", new Standing(new Usage(20, 4, 4, 0), 0.5, new Limits(10, 5, 5, 0, 0)));
        projects.put("genomes", new Standing(new Usage(30, 0, 0, 3), 0.5, new Limits(40, 0, 0, 3, 0)));
        queue.add(1, SHAPE, NOW);
        assertThat(outlook(1).reasons())
                .extracting(Reason::sentence)
                .containsExactly(
                        "The quota of user alice: 20 of 10 seconds of running time are used",
                        "The quota of user alice: 4 of 5 cpus are used and it asks for 2",
                        "The quota of user alice: 4 of 5 GiB of memory are used and it asks for 2",
                        "The quota of project genomes: 3 of 3 gpus are used and it asks for 1",
                        "2 tasks are running, and 2 is the limit",
                        "alice has 1 tasks running, and 1 is the limit",
                        "It asks for 2 cpus, 2 GiB of memory, 1 gpu; one node has at most 1 cpu, 8 GiB of memory, 1 gpu"
                                + " free");
        assertThat(outlook(1).reasons())
                .allSatisfy(it -> assertThat(it.unblocks()).isNotEmpty());
        assertThat(outlook(1).estimate()).isEmpty();
    }

    /** A pass decides on a thousand at most. */
    @Test
    void theLastOfFourThousandIsToldItsQuota() {
        users.put("alice", new Standing(new Usage(20, 0, 0, 0), 0.5, new Limits(10, 0, 0, 0, 0)));
        for (long id = 1; id <= 4000; id++) {
            queue.add(id, SHAPE, NOW);
        }
        assertThat(outlook(4000).reasons())
                .extracting(Reason::code)
                .containsExactly("quota", "running_limit", "user_running_limit", "no_room", "others_before");
    }

    /** Those before it use the rest up. */
    @Test
    void aQuotaThatWillBeUsedUpIsTold() {
        users.put("bob", new Standing(Usage.NONE, 0.5, new Limits(0, 3, 0, 0, 0)));
        var small = new Shape("bob", "default", new Size(1, 1, 0, 0), List.of(), 0);
        for (long id = 1; id <= 4; id++) {
            queue.add(id, small, NOW);
        }
        var outlook = Outlook.of(4, small, Rules.FIFO, situation(new Size(8, 8, 0, 0), 0), 0);
        assertThat(outlook.reasons())
                .extracting(Reason::sentence)
                .contains("The quota of user bob: 3 of 3 cpus are used and it asks for 1");
    }

    @Test
    void aQuotaTheStoreDoesNotConfirmIsNoReason() {
        users.put("alice", new Standing(new Usage(20, 0, 0, 0), 0.5, new Limits(10, 0, 0, 0, 0)));
        queue.add(1, SHAPE, NOW);
        doubted = Set.of(SHAPE);
        assertThat(outlook(1).reasons()).extracting(Reason::code).doesNotContain("quota");
    }

    @Test
    void whatIsCountedAlreadyIsNotToldThatItIsTooMuch() {
        users.put("alice", new Standing(new Usage(0, 5, 5, 0), 0.5, new Limits(0, 5, 5, 0, 0)));
        projects.put("genomes", new Standing(new Usage(0, 0, 0, 3), 0.5, new Limits(0, 0, 0, 3, 0)));
        queue.add(1, SHAPE, NOW);
        queue.add(2, SHAPE, NOW);
        counted = new Counted(Set.of(1L), Set.of(1L));
        assertThat(outlook(1).reasons()).extracting(Reason::code).doesNotContain("quota");
        assertThat(outlook(2).reasons()).extracting(Reason::code).contains("quota");
        counted = new Counted(Set.of(1L), Set.of());
        assertThat(outlook(1).reasons())
                .extracting(Reason::sentence)
                .contains("The quota of project genomes: 3 of 3 gpus are used and it asks for 1");
    }

    @Test
    void aNodeThatIsKeptForAnotherIsNamed() {
        queue.add(1, new Shape("bob", "default", new Size(4, 1, 0, 0), List.of(), 0), NOW);
        var small = new Shape("carol", "default", new Size(1, 1, 0, 0), List.of(), 0);
        queue.add(2, small, NOW);
        var outlook = Outlook.of(2, small, Rules.FIFO, situation(new Size(4, 8, 1, 0), 3), 0);
        assertThat(outlook.reasons()).extracting(Reason::code).containsExactly("node_kept", "others_before");
        assertThat(outlook.reasons().getFirst().unblocks()).isEqualTo("The start of task 1");
    }

    private Outlook outlook(long id) {
        return Outlook.of(id, SHAPE, LIMITED, situation(new Size(4, 8, 1, 0), 3), 0);
    }

    private Situation situation(Size total, int taken) {
        var held = new Size(taken, 0, 0, 0);
        var node = new Node("n1", total, held, Map.of(), List.of(new Held(held, NOW - 1000, 0)));
        return new Situation(
                queue, users, projects, Map.of("alice", 1, "bob", 1), List.of(node), List.of(), doubted, counted, NOW);
    }
}
