package dev.slipway.task.schedule;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.task.Leftovers;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a site lets only so many tasks run at the same time, whoever's they are. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(RunningLimitTest.Two.class)
class RunningLimitTest {
    private static final TestNode NODE = new TestNode("limited-node");
    private static final int LIMIT = 2;

    /** Two, and as many of them of one account as there are. */
    public static class Two implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.task.schedule.running", "" + LIMIT);
        }
    }

    @Inject
    Pool database;

    @BeforeEach
    void nothingElseRuns() {
        Accounts.announce("runa", 5505);
        Accounts.announce("ruben", 5506);
        Accounts.announce("rike", 5507);
        Leftovers.end(database);
    }

    @Test
    void noMoreRunThanTheSiteLetsAndTheOthersAreToldWhyTheyWait() {
        NODE.serving(1_000, 100_000, () -> {
            var left = new LinkedHashMap<Long, String>();
            for (var login : List.of("runa", "ruben", "runa", "rike", "ruben")) {
                left.put(submit(login), login);
            }
            while (!left.isEmpty()) {
                var running = whatRuns(left);
                for (var id : running) {
                    NODE.end(NODE.start(id), 0);
                    eventually(() -> state(id, left).body("state", equalTo("over")));
                }
                left.keySet().removeAll(running);
            }
        });
    }

    /** Those that run by now; all the others wait, for that and for nothing else but their turn. */
    private static List<Long> whatRuns(Map<Long, String> left) {
        var running = new ArrayList<Long>();
        eventually(() -> {
            running.clear();
            left.keySet().stream()
                    .filter(id -> !state(id, left).extract().path("state").equals("pending"))
                    .forEach(running::add);
            assertThat(running).hasSize(Math.min(LIMIT, left.size()));
        });
        left.forEach((id, login) -> {
            if (!running.contains(id)) {
                eventually(() -> why(id, login)
                        .body("reasons[0].code", equalTo("running_limit"))
                        .body("reasons[0].reason", equalTo("policy"))
                        .body("reasons[0].detail", equalTo("2 tasks are running, and 2 is the limit"))
                        .body("reasons[0].unblocks", equalTo("The end of one of them")));
                assertThat(TestNode.commands(id)).isEmpty();
            }
        });
        as("runa")
                .get("/api/v1/queue")
                .then()
                .body("running", equalTo(running.size()))
                .body("waiting", equalTo(left.size() - running.size()));
        return running;
    }

    private static ValidatableResponse why(long id, String login) {
        return as(login).get("/api/v1/tasks/" + id + "/why").then().statusCode(200);
    }

    private static ValidatableResponse state(long id, Map<Long, String> owners) {
        return as(owners.get(id)).get("/api/v1/tasks/" + id).then().statusCode(200);
    }

    private static long submit(String login) {
        return as(login)
                .body("{\"image\":\"slipway/base:latest\",\"script\":\"true\"}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login))
                .header("Content-Type", "application/json");
    }
}
