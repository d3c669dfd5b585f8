package dev.slipway.task.api;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where members of a project see and steer each other's tasks on it. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(SharedProjectTest.Shared.class)
class SharedProjectTest {
    /** It is off as a rule. */
    public static class Shared implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.share-project-tasks", "true");
        }
    }

    @Test
    void membersSteerTasksOfTheirProjectAndNoOthers() {
        Accounts.announce("pia", 5631, List.of("shared"));
        Accounts.announce("pim", 5632, List.of("shared"));
        Accounts.announce("per", 5633);
        Projects.announce("shared", "pia", "pia", "pim");
        var shared = submit("pia", "shared");
        var own = submit("pia", "default");
        for (var dialect : List.of("/api/v1/tasks/", "/api/1.0/task/")) {
            as("pim").get(dialect + shared).then().statusCode(200);
            var hidden = dialect.contains("v1") ? 404 : 403;
            as("pim").get(dialect + own).then().statusCode(hidden);
            as("per").get(dialect + shared).then().statusCode(hidden);
        }
        as("per").post("/api/v1/tasks/" + shared + "/cancel").then().statusCode(404);
        as("pim")
                .post("/api/v1/tasks/" + shared + "/cancel")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("killed"));
        as("pia").post("/api/v1/tasks/" + own + "/cancel").then().statusCode(200);
    }

    private static long submit(String login, String project) {
        var body = "{\"image\":\"slipway/base\",\"script\":\"true\",\"project\":\"%s\"}".formatted(project);
        eventually(() ->
                as(login).body(body).post("/api/v1/tasks?dry_run=true").then().statusCode(200));
        return as(login)
                .body(body)
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
