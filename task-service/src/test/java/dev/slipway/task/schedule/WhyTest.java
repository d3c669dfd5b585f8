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
