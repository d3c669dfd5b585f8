package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.TestNode;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.TaskId;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gets another attempt: cases 58 to 60 of godocker.md, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(TransitionTest.TwoRetries.class)
class RetryTest {
    private static final TestNode NODE = new TestNode("retry-node", 2);
    private static final TestNode OTHER = new TestNode("other-retry-node", 2);

    @Inject
    AttemptRepository attempts;

    @Inject
    OwnContext context;

    @BeforeEach
    void account() {
        Accounts.announce("tess", 4504);
        Accounts.announce("teo", 4505, 50, new Limits(0, 1, 1, 0, 0));
    }

    private static String with(String requirement) {
        return task("").replace("\"cpu\":1", "\"cpu\":1," + requirement);
    }

    @Test
    void case58To60FailuresOfTheSystemAreTriedAgainAndOthersNot() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tess", with("\"failure_policy\":2"));
            for (int attempt = 1; attempt <= 2; attempt++) {
                var start = NODE.start(id, attempt);
                NODE.begin(start);
                NODE.lost(start, "engine gone");
            }
            var third = NODE.start(id, 3);
            get("tess", id)
                    .body("status.failure.count", equalTo(2))
                    .body("status.failure.reason", equalTo("engine gone"))
                    .body("status.failure.nodes", equalTo(List.of("retry-node")));
            NODE.begin(third);
            NODE.lost(third, "engine gone again");
            awaitPrimary("tess", id, "over");
            get("tess", id).body("status.reason", equalTo("engine gone again"));
            var none = submit("tess", with("\"failure_policy\":0"));
            NODE.lost(NODE.start(none), "gone");
            awaitPrimary("tess", none, "over");
            var failing = submit("tess", with("\"failure_policy\":2"));
            NODE.run(NODE.start(failing), 1);
            awaitPrimary("tess", failing, "over");
            assertThat(TestNode.commands(failing)).hasSize(1);
        });
    }

    @Test
    void case58AStartThatFailedByTheSystemIsTriedAgainAndOneByTheTaskIsNot() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tess", with("\"failure_policy\":1"));
            NODE.failed(NODE.start(id), "no space left on device", true);
            var second = NODE.start(id, 2);
            get("tess", id)
                    .body("status.failure.count", equalTo(1))
                    .body("status.failure.reason", equalTo("no space left on device"));
            NODE.failed(second, "no space left on device", true);
            awaitPrimary("tess", id, "over");
            get("tess", id).body("status.exitcode", equalTo(125));
            var wrong = submit("tess", with("\"failure_policy\":1"));
            NODE.failed(NODE.start(wrong), "no such image", false);
            awaitPrimary("tess", wrong, "over");
            assertThat(TestNode.commands(wrong)).hasSize(1);
        });
    }

    @Test
    void whatOnlyCameTooLateWaitsAgainWithoutAPolicy() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tess", with("\"failure_policy\":0"));
            NODE.late(NODE.start(id));
            NODE.run(NODE.start(id, 2), 0);
            awaitPrimary("tess", id, "over");
            get("tess", id).body("status.exitcode", equalTo(0));
        });
    }

    /** The first is where it leaves the least, each time; a node on which nothing works would take all attempts. */
    @Test
    void anotherAttemptGoesToAnotherNode() {
        NODE.serving(
                1_000,
                100_000,
                () -> OTHER.serving(2_000, 200_000, () -> {
                    var id = submit("tess", with("\"failure_policy\":2"));
                    // Which of the two is heard of first depends on Kafka.
                    eventually(() -> assertThat(TestNode.commands(id)).isNotEmpty());
                    var nodes = List.of("retry-node", "other-retry-node");
                    if (TestNode.commands(id).getFirst().node().equals(nodes.getFirst())) {
                        fails(NODE, id, 1);
                        fails(OTHER, id, 2);
                    } else {
                        fails(OTHER, id, 1);
                        fails(NODE, id, 2);
                        nodes = nodes.reversed();
                    }
                    var inTurn = equalTo(nodes);
                    eventually(() -> get("tess", id).body("status.failure.nodes", inTurn));
                    // It has failed on all of them: each is as good as the other.
                    NODE.run(NODE.start(id, 3), 0);
                    awaitPrimary("tess", id, "over");
                }));
    }

    private static void fails(TestNode node, long task, int attempt) {
        node.failed(node.start(task, attempt), "no space left on device", true);
    }

    /** It counts once, and only what ran: an attempt that was lost before it began, failed to, or came too late used nothing. */
    @Test
    void everyAttemptOfATaskFitsTheQuotaThatItsFirstFitted() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("teo", with("\"failure_policy\":2"));
            NODE.late(NODE.start(id));
            NODE.failed(NODE.start(id, 2), "no space left on device", true);
            var third = NODE.start(id, 3);
            NODE.begin(third);
            eventually(() -> get("teo", id).body("container.status", equalTo("ready")));
            NODE.lost(third, "engine gone");
            NODE.failed(NODE.start(id, 4), "no such image", false);
            awaitPrimary("teo", id, "over");
            get("teo", id).body("status.reason", equalTo("no such image"));
            assertThat(outcomes(id)).containsExactly("failed", "failed", "lost", "failed");
            as("teo").get("/api/1.0/user/teo/usage").then().body("cpu", equalTo(List.of(1)));
        });
    }

    private List<String> outcomes(long task) {
        return context
                .run(() -> Panache.withSession(() -> attempts.of(new TaskId(task))))
                .await()
                .atMost(Duration.ofSeconds(20))
                .stream()
                .flatMap(it -> it.outcome().stream())
                .toList();
    }

    @Test
    void case59NoMoreRetriesThanConfigured() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tess", with("\"failure_policy\":5"));
            for (int attempt = 1; attempt <= 3; attempt++) {
                NODE.lost(NODE.start(id, attempt), "gone");
            }
            awaitPrimary("tess", id, "over");
            assertThat(TestNode.commands(id)).hasSize(3);
        });
    }
}
