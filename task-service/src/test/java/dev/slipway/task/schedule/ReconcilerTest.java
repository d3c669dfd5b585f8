package dev.slipway.task.schedule;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.TestNode;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.Submissions;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node holds and what it should, compared. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(ReconcilerTest.ShortGrace.class)
class ReconcilerTest {
    private static final TestNode NODE = new TestNode("inventory-node");

    /** Tests do not wait half a minute. */
    public static class ShortGrace implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.task.schedule.grace", "100ms");
        }
    }

    @Inject
    Submissions submissions;

    @Test
    void whatItsNodeDoesNotKnowIsLostAndWhatItKnowsRunsOn() {
        NODE.serving(1_000, 100_000, () -> {
            var gone = running();
            var held = running();
            eventually(() -> {
                NODE.inventory(List.of(held.container()), Instant.now().plusSeconds(1));
                assertThat(told(gone)).contains("lost");
            });
            assertThat(told(held)).isEmpty();
            NODE.collected(held, 0, Instant.now(), Instant.now());
            eventually(() -> assertThat(told(held)).containsExactly("exited"));
            assertThat(told(gone)).containsExactly("lost");
        });
    }

    @Test
    void whatIsOverIsToldToStopAgainWhereItIsStillHeld() {
        NODE.serving(1_000, 100_000, () -> {
            var over = running();
            NODE.collected(over, 0, Instant.now(), Instant.now());
            eventually(() -> assertThat(told(over)).containsExactly("exited"));
            eventually(() -> {
                NODE.inventory(
                        List.of(over.container(), "a-runner-1", "999999999-1"),
                        Instant.now().plusSeconds(1));
                assertThat(TestNode.commands(taskOf(over))).anyMatch(ContainerCommand.Stop.class::isInstance);
            });
        });
    }

    @Test
    void stopsInVainAreCounted() {
        NODE.serving(1_000, 100_000, () -> {
            var start = running();
            var id = taskOf(start);
            asRita().delete("/api/1.0/task/" + id).then().statusCode(200);
            eventually(() -> {
                NODE.inventory(List.of(start.container()), Instant.now().plusSeconds(1));
                asRita().get("/api/1.0/task/" + id)
                        .then()
                        .body("status.primary", equalTo("running"))
                        .body("status.secondary", equalTo("unknown"))
                        .body("status.reason", equalTo("Failure to kill job"))
                        .body("status.kill_tentative", greaterThan(10));
            });
            assertThat(TestNode.commands(id).stream().filter(ContainerCommand.Stop.class::isInstance))
                    .hasSizeGreaterThan(10);
            NODE.collected(start, 137, Instant.now(), Instant.now());
            eventually(() -> assertThat(told(start)).containsExactly("killed"));
        });
    }

    private static RequestSpecification asRita() {
        return given().header("Authorization", "Bearer " + Tokens.user("rita"));
    }

    /** The node is large: what other tests left waiting is placed on it too, before what this one submits. */
    private ContainerCommand.Start running() {
        Accounts.announce("rita", 4201);
        var caller = new Caller("rita", Set.of(Caller.USER), Set.of("default"));
        var id = submissions
                .submit(new Submission(Optional.empty(), false, spec(), List.of()), caller)
                .await()
                .indefinitely()
                .id()
                .number();
        var start = NODE.start(id);
        NODE.preparing(start);
        NODE.started(start);
        return start;
    }

    private static TaskSpec spec() {
        return new TaskSpec(
                "n",
                "",
                List.of(),
                "default",
                "slipway/base:latest",
                "true",
                false,
                true,
                new Demand(1, 1, 0),
                List.of(),
                List.of(),
                OptionalInt.empty(),
                "docker",
                false);
    }

    private static long taskOf(ContainerCommand.Start start) {
        return Long.parseLong(start.owner().id());
    }

    /** The outcomes told of a task. */
    private static List<String> told(ContainerCommand.Start start) {
        return Kafka.all(TaskEvent.TOPIC, TaskEvent.class).stream()
                .filter(it -> it.task() == taskOf(start))
                .filter(TaskEvent.Ended.class::isInstance)
                .map(it -> ((TaskEvent.Ended) it).outcome())
                .toList();
    }
}
