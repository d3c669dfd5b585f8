package dev.slipway.task.api;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
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

/** The story of a task, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class TaskEventsTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final TestNode NODE = new TestNode("story-node");

    @BeforeEach
    void accounts() {
        Accounts.announce("nell", 5691);
    }

    @Test
    void whatIsAskedOfItIsPartOfItsStory() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit();
            act(id, "release");
            var start = NODE.start(id);
            NODE.begin(start);
            eventually(() -> get(id).body("state", equalTo("running")));
            act(id, "suspend");
            NODE.paused(start);
            eventually(() -> get(id).body("state", equalTo("suspended")));
            act(id, "resume");
            NODE.resumed(start);
            eventually(() -> get(id).body("state", equalTo("running")));
            act(id, "suspend");
            NODE.pauseRefused(start);
            eventually(() -> story(id).body("events.event", hasItem("suspend_refused")));
            act(id, "reschedule");
            act(id, "cancel");
            NODE.end(start, 137);
            eventually(() -> get(id).body("outcome", equalTo("killed")));
            story(id)
                    .body(
                            "events.event",
                            contains(
                                    "submitted",
                                    "released",
                                    "placed",
                                    "started",
                                    "suspend_asked",
                                    "suspended",
                                    "resume_asked",
                                    "resumed",
                                    "suspend_asked",
                                    "suspend_refused",
                                    "reschedule_asked",
                                    "stop_asked",
                                    "attempt_ended",
                                    "over"))
                    .body("events[1].attempt", nullValue())
                    .body("events[4].attempt", equalTo(1));
        });
    }

    private static void act(long id, String step) {
        as().post(TASKS + "/" + id + "/" + step).then().statusCode(200);
    }

    private static ValidatableResponse story(long id) {
        return as().get(TASKS + "/" + id + "/events").then().statusCode(200);
    }

    private static ValidatableResponse get(long id) {
        return as().get(TASKS + "/" + id).then().statusCode(200);
    }

    private static long submit() {
        return as().body("{\"image\":\"slipway/base:latest\",\"script\":\"true\",\"held\":true}")
                .post(TASKS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static RequestSpecification as() {
        return given().header("Authorization", "Bearer " + Tokens.user("nell"))
                .header("Content-Type", "application/json");
    }
}
