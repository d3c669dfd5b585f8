package dev.slipway.task.schedule;

import static io.restassured.RestAssured.given;
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

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why tasks wait, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class WhyTest {
    private static final TestNode NODE = new TestNode("why-node");

    @BeforeEach
    void accounts() {
        Accounts.announce("wanda", 5501);
        Accounts.announce("wim", 5502);
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

    @Test
    void whatIsNoTaskIsNotFound() {
        as().get("/api/v1/tasks/999999999/why").then().statusCode(404);
        as().get("/api/v1/queue?limit=0").then().statusCode(400).body("detail", containsString("limit"));
    }

    private static RequestSpecification as() {
        return given().header("Authorization", "Bearer " + Tokens.user("wanda"))
                .header("Content-Type", "application/json");
    }

    private static ValidatableResponse why(long task) {
        return as().get("/api/v1/tasks/" + task + "/why").then().statusCode(200);
    }

    private static void cancel(long task) {
        as().delete("/api/1.0/task/" + task).then().statusCode(200);
    }

    private static long submit(String requirements, String status) {
        return as().body("""
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
