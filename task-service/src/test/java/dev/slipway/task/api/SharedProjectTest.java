package dev.slipway.task.api;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

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

    @Test
    void membersSeeEachOthersTasksInListsOfTheirProjectOnly() {
        Accounts.announce("pia", 5631, List.of("shared"));
        Accounts.announce("pim", 5632, List.of("shared"));
        Accounts.announce("per", 5633);
        Projects.announce("shared", "pia", "pia", "pim");
        var shared = (int) submit("pia", "shared");
        var own = (int) submit("pia", "default");
        var over = (int) submit("pia", "shared");
        as("pia").delete("/api/1.0/task/" + over).then().statusCode(200);
        as("pim").get("/api/1.0/task/active?project=shared").then().body("id", contains(shared));
        as("pim").get("/api/1.0/task/active").then().body("id", empty());
        as("pim").get("/api/1.0/task/active?project=default").then().body("id", empty());
        as("pim").post("/api/1.0/task/over/0/0?project=shared").then().body("id", hasItem(over));
        as("pim").get("/api/1.0/task/over?project=shared").then().body("id", hasItem(over));
        as("pim").get("/api/v1/tasks?project=shared").then().body("tasks.id", hasItems(shared, over));
        as("pim").get("/api/v1/tasks?project=shared&owner=pim").then().body("tasks.id", empty());
        as("per").get("/api/1.0/task/active?project=shared").then().body("id", empty());
        as("per").get("/api/v1/tasks?project=shared").then().body("tasks.id", empty());
        for (var id : List.of(shared, own)) {
            as("pia").delete("/api/1.0/task/" + id).then().statusCode(200);
        }
    }

    /** What only its owner may do with a task: 5.2 of godocker.md. */
    @Test
    void membersDoNotGiveAwayOrRemoveWhatIsNotTheirs() {
        Accounts.announce("pia", 5631, List.of("shared"));
        Accounts.announce("pim", 5632, List.of("shared"));
        Projects.announce("shared", "pia", "pia", "pim");
        var id = submit("pia", "shared");
        var path = "/api/1.0/task/" + id;
        for (var call : List.of("/pending", "/archive", "/token", "/share", "/unshare")) {
            as("pim").get(path + call).then().statusCode(403);
        }
        as("pim").delete(path + "/archive").then().statusCode(403);
        as("pim")
                .body("{\"name\":\"maxlifespan\",\"value\":\"6d\"}")
                .put(path)
                .then()
                .statusCode(403);
        as("pim").body("{}").post("/api/v1/tasks/" + id + "/shares").then().statusCode(404);
        as("pim").get("/api/v1/tasks/" + id + "/shares").then().statusCode(404);
        as("pim").post("/api/v1/tasks/" + id + "/release").then().statusCode(404);
        for (var call : List.of("", "/status", "/suspend", "/resume", "/reschedule")) {
            as("pim").get(path + call).then().statusCode(200);
        }
        as("pim").delete(path).then().statusCode(200);
        as("pim").delete(path + "/archive").then().statusCode(403);
        as("pia").get(path + "/archive").then().statusCode(200);
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
