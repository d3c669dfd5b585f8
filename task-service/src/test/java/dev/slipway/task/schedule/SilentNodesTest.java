package dev.slipway.task.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A node that is gone for good: what it ran is lost, and goes on elsewhere where that was asked for. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(SilentNodesTest.Impatient.class)
class SilentNodesTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final TestNode GONE = new TestNode("gone-node");
    private static final TestNode OTHER = new TestNode("other-node");

    /** Does not wait minutes. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.task.schedule.node-lost", "3s",
                    "slipway.task.schedule.silence", "500ms",
                    "slipway.task.failure-policy.strategy", "1");
        }
    }

    @Test
    void whatASilentNodeRanIsLostAndTriedAgainElsewhere() {
        Accounts.announce("silas", 5701);
        var begun = new ContainerCommand.Start[1];
        GONE.serving(1_000, 100_000, () -> {
            begun[0] = GONE.start(submit(1));
            GONE.begin(begun[0]);
        });
        long id = Long.parseLong(begun[0].owner().id());
        OTHER.serving(1_000, 100_000, () -> {
            var again = OTHER.start(id, 2);
            assertThat(again.node()).isEqualTo("other-node");
            OTHER.run(again, 0);
            TestNode.eventually(() -> get(id, "over"));
        });
        as().get(TASKS + "/" + id)
                .then()
                .body("outcome", equalTo("exited"))
                .body("attempt", equalTo(2))
                .body("node", equalTo("other-node"));
        // What the node says when it comes back is of an attempt that is over.
        GONE.collected(begun[0], 7, Instant.now(), Instant.now());
        as().get(TASKS + "/" + id).then().body("exit_code", equalTo(0));
    }

    @Test
    void whereNoOtherAttemptIsWantedTheTaskIsOver() {
        var id = leftRunning();
        TestNode.eventually(() -> get(id, "over"));
        as().get(TASKS + "/" + id)
                .then()
                .body("outcome", equalTo("lost"))
                .body("reason", equalTo("Node gone-node does not answer"));
    }

    /** Each beat is one more that is not read yet, at whatever moment somebody asks. */
    @Test
    void howOftenOthersBeatChangesNothing() {
        var id = leftRunning();
        OTHER.beatingEvery(Duration.ofMillis(10))
                .serving(1_000, 100_000, () -> TestNode.eventually(() -> get(id, "over")));
        as().get(TASKS + "/" + id).then().body("outcome", equalTo("lost"));
    }

    /** A task that wants no other attempt, on a node that is gone. */
    private static long leftRunning() {
        Accounts.announce("silas", 5701);
        var id = new AtomicLong();
        GONE.serving(1_000, 100_000, () -> {
            id.set(submit(0));
            GONE.begin(GONE.start(id.get()));
        });
        return id.get();
    }

    private static void get(long id, String state) {
        as().get(TASKS + "/" + id).then().statusCode(200).body("state", equalTo(state));
    }

    private static long submit(int retries) {
        return as().body("{\"image\":\"slipway/base:latest\",\"script\":\"true\",\"retries\":%d}".formatted(retries))
                .post(TASKS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static RequestSpecification as() {
        return given().header("Authorization", "Bearer " + Tokens.user("silas"))
                .header("Content-Type", "application/json");
    }
}
