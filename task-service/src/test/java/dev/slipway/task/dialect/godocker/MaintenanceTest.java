package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.JSON;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Maintenance, the configuration clients read, and pushed figures: cases 8, 26, 101, 102. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(MaintenanceTest.WithKey.class)
class MaintenanceTest {
    private static final TestNode NODE = new TestNode("maintained-node");
    private static final String KEY = "test-only-push-key";

    /** There is a key to push with. */
    public static class WithKey implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.task.prometheus.key", KEY);
        }
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        for (var login : List.of("mia")) {
            as(login).delete("/api/1.0/user/" + login + "/task").then().statusCode(200);
        }
    }

    @BeforeEach
    void accounts() {
        Accounts.announce("mia", 4800);
        Accounts.announce("admin", 4801);
    }

    @AfterEach
    void off() {
        asAdmin().post("/admin/maintenance/all/off").then().statusCode(200);
        asAdmin().post("/admin/maintenance/maintained-node/off").then().statusCode(200);
    }

    @Test
    void case26And102InMaintenanceNothingNewIsTakenOrStarted() {
        as("mia").post("/admin/maintenance/all/on").then().statusCode(403);
        as("mia").get("/admin/maintenance").then().statusCode(403);
        given().get("/admin/maintenance").then().statusCode(401);
        NODE.serving(64, 256, () -> {
            var before = submit("mia", task(""));
            var start = NODE.start(before);
            NODE.preparing(start);
            NODE.started(start);
            var held = submit("mia", task("").replace("\"primary\":null", "\"primary\":\"created\""));
            as("mia")
                    .body("{\"description\":\"x\",\"task\":%d}".formatted(held))
                    .post("/api/1.0/marketplace/recipe/before-the-break")
                    .then()
                    .statusCode(200);
            asAdmin()
                    .post("/admin/maintenance/all/on")
                    .then()
                    .statusCode(200)
                    .header("Content-Type", JSON)
                    .body("status", equalTo("on"));
            as("mia")
                    .body(task(""))
                    .post(TASK)
                    .then()
                    .statusCode(503)
                    .header("Content-Type", JSON)
                    .body("msg", containsString("aintenance"))
                    .body("id", nullValue());
            refusedInEveryLanguage(held);
            as("mia").get(TASK + "/" + held + "/pending").then().statusCode(200);
            NODE.run(start, 0);
            awaitPrimary("mia", before, "over");
            as("mia").get(TASK + "/" + held).then().statusCode(200).body("status.primary", equalTo("pending"));
            as("mia")
                    .get("/api/v1/tasks/" + held + "/why")
                    .then()
                    .statusCode(200)
                    .body("reasons[0].reason", equalTo("system"))
                    .body("reasons[0].code", equalTo("maintenance"))
                    .body("estimated_start", nullValue());
            assertThat(TestNode.commands(held)).isEmpty();
            asAdmin().get("/admin/maintenance").then().statusCode(200).body("status", equalTo("on"));
            asAdmin().post("/admin/maintenance/all/off").then().body("status", equalTo("off"));
            NODE.run(NODE.start(held), 0);
            awaitPrimary("mia", held, "over");
        });
    }

    private static void refusedInEveryLanguage(long task) {
        var own = "/api/v1/tasks";
        for (var answer : List.of(
                as("mia").body(task("")).post(TASK),
                as("mia")
                        .body("{\"image\":\"slipway/base\",\"script\":\"true\"}")
                        .post(own),
                as("mia").body("{}").post(own + "/" + task + "/rerun"),
                as("mia").body("{}").post("/api/v1/recipes/before-the-break/tasks"),
                as("mia")
                        .body("{\"image_name\":\"slipway/base\",\"script\":\"true\"}")
                        .post("/upload"))) {
            answer.then().statusCode(503).header("Retry-After", matchesPattern("[1-9][0-9]*"));
        }
    }

    @Test
    void aNodeInMaintenanceGetsNothingNew() {
        asAdmin()
                .post("/admin/maintenance/maintained-node/on")
                .then()
                .statusCode(200)
                .body("status", equalTo("off"))
                .body("nodes.find { it.name == 'maintained-node' }.status", equalTo("on"));
        asAdmin().post("/admin/maintenance/maintained-node/maybe").then().statusCode(400);
        NODE.serving(64, 256, () -> {
            var id = submit("mia", task(""));
            eventually(() ->
                    as("mia").get(TASK + "/" + id).then().body("status.secondary", equalTo("rejected by scheduler")));
            assertThat(TestNode.commands(id)).isEmpty();
            asAdmin().post("/admin/maintenance/maintained-node/off").then().statusCode(200);
            NODE.run(NODE.start(id), 0);
            awaitPrimary("mia", id, "over");
        });
    }

    @Test
    void case8TheConfigurationIsForAnybodyAndHasNoSecret() {
        var body = given().get("/api/1.0/config")
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("images[0].url", instanceOf(String.class))
                .body("volumes.name", instanceOf(List.class))
                .body("constraints", instanceOf(List.class))
                .body("executor_features", instanceOf(List.class))
                .extract()
                .asString();
        assertThat(body).doesNotContain(KEY).doesNotContain("postgres").doesNotContain("127.0.0.1");
    }

    @Test
    void case101FiguresArePushedWithTheRightKeyOnly() {
        given().body("{\"key\":\"wrong\",\"stat\":[]}")
                .post("/api/1.0/prometheus")
                .then()
                .statusCode(403);
        given().body("{\"stat\":[]}").post("/api/1.0/prometheus").then().statusCode(403);
        push("{\"name\":\"god_scheduler_sched_duration\",\"value\":7}").then().statusCode(200);
        push("{\"name\":\"god_scheduler_sched_duration\",\"value\":0.25}")
                .then()
                .statusCode(200);
        push("{\"name\":\"god_watcher_job_error\",\"value\":1,\"host\":\"n7\"}")
                .then()
                .statusCode(200);
        push("{\"name\":\"god_watcher_job_error\",\"value\":1,\"host\":\"n7\"}")
                .then()
                .statusCode(200);
        push("{\"name\":\"else\",\"value\":1}").then().statusCode(400);
        push("{\"name\":\"god_watcher_job_error\",\"value\":\"x\"}").then().statusCode(400);
        var metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics)
                .contains("god_scheduler_sched_duration 0.25")
                .contains("god_watcher_job_error{host=\"n7\"} 2.0");
    }

    private static io.restassured.response.Response push(String figure) {
        return given().body("{\"key\":\"%s\",\"stat\":[%s]}".formatted(KEY, figure))
                .post("/api/1.0/prometheus");
    }
}
