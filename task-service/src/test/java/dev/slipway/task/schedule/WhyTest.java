package dev.slipway.task.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.Limits;
import dev.slipway.task.TestNode;
import dev.slipway.task.plan.Reason;
import dev.slipway.task.plan.Rules;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.QueueMark;
import dev.slipway.task.task.TaskId;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why tasks wait, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class WhyTest {
    private static final TestNode NODE = new TestNode("why-node");

    @Inject
    BoardReader reader;

    @Inject
    Rights rights;

    @Inject
    OwnContext context;

    @BeforeEach
    void accounts() {
        Accounts.announce("wanda", 5501);
        Accounts.announce("wim", 5502);
        Accounts.announce("wenda", 5504, 50, new Limits(0, 2, 0, 0, 0));
    }

    @Test
    void whatNoNodeHasIsSaidWithItsNumbers() {
        NODE.serving(2, 100, () -> {
            var large = submit("\"cpu\":64,\"ram\":1", "");
            TestNode.eventually(() -> why(large)
                    .body("reasons.reason", hasItem("config"))
                    .body("reasons.code", hasItem("too_large"))
                    .body("reasons[0].detail", containsString("64 cpus"))
                    .body("position", greaterThanOrEqualTo(1))
                    .body("estimated_start", nullValue()));
            given().header("Authorization", "Bearer " + Tokens.user("wim"))
                    .get("/api/v1/tasks/" + large + "/why")
                    .then()
                    .statusCode(404);
            cancel(large);
        });
    }

    @Test
    void whatIsTakenAndWhoGoesBeforeIsSaid() {
        // Most of its memory, so that what other tests left waiting does not matter.
        NODE.serving(1_000, 1_000_000, () -> {
            var first = submit("\"cpu\":1,\"ram\":900000", "");
            var start = NODE.start(first);
            NODE.begin(start);
            var second = submit("\"cpu\":1,\"ram\":900000", "");
            var third = submit("\"cpu\":1,\"ram\":900000", "");
            TestNode.eventually(() -> why(third)
                    .body("reasons.reason", hasItems("capacity", "priority"))
                    .body("reasons.find { it.code == 'others_before' }.detail", containsString("before it")));
            why(first).body("reasons", empty()).body("position", nullValue());
            as().get("/api/v1/queue")
                    .then()
                    .statusCode(200)
                    .body("tasks.task", hasItems((int) second, (int) third))
                    .body("tasks.owner", everyItem(equalTo("wanda")));
            given().header("Authorization", "Bearer " + Tokens.user("wim"))
                    .get("/api/v1/queue")
                    .then()
                    .body("tasks.task", not(hasItem((int) second)));
            cancel(second);
            cancel(third);
            NODE.end(start, 0);
        });
    }

    @Test
    void whatItWaitsForIsNamed() {
        var held = submit("\"cpu\":1,\"ram\":1", "\"primary\":\"created\"");
        why(held).body("reasons.code", contains("held"));
        var behind = submit("\"cpu\":1,\"ram\":1,\"tasks\":[%d]".formatted(held), "");
        why(behind)
                .body("reasons[0].reason", equalTo("dependency"))
                .body("reasons[0].detail", containsString("task " + held))
                .body("position", nullValue());
        cancel(behind);
        cancel(held);
    }

    /** Nothing of it starts when the large one could not start for it. */
    @Test
    void aNodeThatIsKeptForAnotherIsSaid() {
        NODE.serving(1_000, 1_000_000, () -> {
            var start = NODE.start(submit("\"cpu\":1,\"ram\":600000", ""));
            var large = submit("\"cpu\":1,\"ram\":900000", "");
            var small = submit("\"cpu\":1,\"ram\":200000", "");
            TestNode.eventually(() -> why(small)
                    .body("reasons.reason", hasItem("priority"))
                    .body("reasons.find { it.code == 'node_kept' }.detail", containsString("kept for task " + large))
                    .body("reasons.find { it.code == 'node_kept' }.unblocks", equalTo("The start of task " + large)));
            cancel(small);
            cancel(large);
            NODE.end(start, 0);
        });
    }

    @Test
    void anArrayUnderWayWaitsForItsNextChildAndThenForNothing() {
        NODE.serving(1_000, 1_000_000, () -> {
            var array = submit("\"cpu\":1,\"ram\":900000,\"array\":{\"values\":\"2\"}", "");
            var first = NODE.start(array + 1);
            TestNode.eventually(() ->
                    why(array).body("reasons.code", hasItem("no_room")).body("position", greaterThanOrEqualTo(1)));
            why(array + 1).body("reasons", empty());
            NODE.end(first, 0);
            var second = NODE.start(array + 2);
            why(array).body("reasons", empty()).body("position", nullValue());
            NODE.end(second, 0);
        });
    }

    @Test
    void anArrayThatWasSuspendedSaysSoAndSoDoItsChildren() {
        var array = submit("\"cpu\":1,\"ram\":900000,\"array\":{\"values\":\"2\"}", "");
        as().post("/api/v1/tasks/" + array + "/suspend").then().statusCode(200);
        for (long it : new long[] {array, array + 1}) {
            why(it).body("reasons[0].code", equalTo("suspended"))
                    .body("reasons[0].unblocks", equalTo("The resume call"))
                    .body("position", nullValue());
        }
        cancel(array);
    }

    @Test
    void everyQuotaThatIsInTheWayIsSaid() {
        Accounts.announce("wally", 5503, 50, new Limits(0, 1, 1, 0, 0));
        given().header("Authorization", "Bearer " + Tokens.user("wally"))
                .contentType("application/json")
                .body("{\"image\":\"slipway/base:latest\",\"script\":\"true\",\"cpus\":2,\"ram_gb\":3}")
                .post("/api/v1/tasks?dry_run=true")
                .then()
                .statusCode(200)
                .body(
                        "reasons.findAll { it.code == 'quota' }.detail",
                        contains(
                                "The quota of user wally: 0 of 1 cpus are used and it asks for 2",
                                "The quota of user wally: 0 of 1 GiB of memory are used and it asks for 3"))
                .body("reasons.findAll { it.code == 'quota' }.reason", everyItem(equalTo("policy")))
                .body("reasons.findAll { it.code == 'quota' }.unblocks", everyItem(equalTo("A larger quota")))
                .body("estimated_start", nullValue());
    }

    /** By the picture a replica that does not lead makes of the store: the leader's learns of it by a denied refusal, too. */
    @Test
    void whatWaitsForItsNextAttemptIsNotHeldByWhatItUsedItself() {
        var id = new long[1];
        var first = new ContainerCommand.Start[1];
        NODE.serving(1_000, 100_000, () -> {
            id[0] = submit("wenda", "\"cpu\":2,\"ram\":1", "");
            first[0] = NODE.start(id[0]);
            NODE.begin(first[0]);
            TestNode.eventually(() -> state(id[0], "running"));
        });
        as("wenda").get("/api/1.0/task/" + id[0] + "/reschedule").then().statusCode(200);
        NODE.stop(id[0]);
        NODE.end(first[0], 143);
        TestNode.eventually(() -> state(id[0], "pending"));
        var board = pictureOfTheStore();
        var waiting = board.first(new TaskId(id[0]), new TaskId(id[0])).orElseThrow();
        assertThat(reasons(board, waiting.id(), waiting.shape()))
                .contains("no_node")
                .doesNotContain("quota");
        assertThat(reasons(board, new TaskId(Long.MAX_VALUE), waiting.shape())).contains("quota");
        as("wenda").delete("/api/1.0/task/" + id[0]).then().statusCode(200);
    }

    private Board pictureOfTheStore() {
        var board = new Board(rights);
        context.run(() -> Panache.withSession(() -> reader.read(board, QueueMark.NONE)))
                .await()
                .atMost(Duration.ofSeconds(20));
        return board;
    }

    private static List<String> reasons(Board board, TaskId id, Shape shape) {
        return board.outlook(id, shape, Rules.FIFO, List.of(), Instant.now()).reasons().stream()
                .map(Reason::code)
                .toList();
    }

    private static void state(long task, String expected) {
        as("wenda").get("/api/v1/tasks/" + task).then().statusCode(200).body("state", equalTo(expected));
    }

    @Test
    void whatIsNoTaskIsNotFound() {
        as().get("/api/v1/tasks/999999999/why").then().statusCode(404);
        as().get("/api/v1/queue?limit=0").then().statusCode(400).body("detail", containsString("limit"));
    }

    private static RequestSpecification as() {
        return as("wanda");
    }

    private static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login))
                .header("Content-Type", "application/json");
    }

    private static ValidatableResponse why(long task) {
        return as().get("/api/v1/tasks/" + task + "/why").then().statusCode(200);
    }

    private static void cancel(long task) {
        as().delete("/api/1.0/task/" + task).then().statusCode(200);
    }

    private static long submit(String requirements, String status) {
        return submit("wanda", requirements, status);
    }

    private static long submit(String login, String requirements, String status) {
        return as(login)
                .body("""
                        {"meta":{"name":"why"},"requirements":{%s},"container":{"image":"slipway/base:latest"},
                         "command":{"cmd":"true"},"status":{%s}}""".formatted(requirements, status))
                .post("/api/1.0/task")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("id");
    }
}
