package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.JSON;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.identity.Scope;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finished tasks are archived and removed: cases 81 to 83. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(ArchiveTest.CleaningOften.class)
class ArchiveTest {
    /** Ages are looked at all the time. */
    public static class CleaningOften implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.task.archive.every", "2s");
        }
    }

    private static final TestNode NODE = new TestNode("archive-node");

    @Inject
    Pool database;

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        for (var login : List.of("arno", "alma", "agnes")) {
            as(login).delete("/api/1.0/user/" + login + "/task").then().statusCode(200);
        }
    }

    @BeforeEach
    void accounts() {
        for (var login : List.of("arno", "alma", "agnes", "admin")) {
            Accounts.announce(login, 4700);
        }
    }

    private static long finished(String login, String tag) {
        var id = submit(login, task("").replace("\"t1\"", "\"" + tag + "\""));
        as(login).delete(TASK + "/" + id).then().statusCode(200);
        return id;
    }

    private static List<String> events(long id) {
        return Kafka.all(TaskEvent.TOPIC, TaskEvent.class).stream()
                .filter(it -> it.task() == id)
                .map(it -> it.getClass().getSimpleName())
                .toList();
    }

    @Test
    void case81AnArchivedTaskKeepsItsRecordAndItsExitCode() {
        NODE.serving(64, 256, () -> {
            var id = submit("arno", task(""));
            var start = NODE.start(id);
            NODE.preparing(start);
            NODE.started(start);
            eventually(() -> get("arno", id).body("container.status", equalTo("ready")));
            as("arno").get(TASK + "/" + id + "/archive").then().statusCode(409).header("Content-Type", JSON);
            as("arno").delete(TASK + "/" + id + "/archive").then().statusCode(409);
            get("arno", id).body("status.primary", equalTo("running"));
            NODE.run(start, 7);
            awaitPrimary("arno", id, "over");
            as("alma").get(TASK + "/" + id + "/archive").then().statusCode(403);
            as("arno")
                    .get(TASK + "/" + id + "/archive")
                    .then()
                    .statusCode(200)
                    .header("Content-Type", JSON)
                    .body("status.primary", equalTo("archived"))
                    .body("status.exitcode", equalTo(7));
            as("arno").get(TASK + "/" + id + "/archive").then().statusCode(200);
            get("arno", id)
                    .body("status.primary", equalTo("archived"))
                    .body("container.meta.State.ExitCode", equalTo(7));
            as("arno").get(TASK + "/over").then().body("id", hasItem((int) id));
            as("arno").get(TASK + "/" + id + "/suspend");
            as("arno").delete(TASK + "/" + id).then().statusCode(200).body("status.primary", equalTo("archived"));
            Kafka.await(TaskEvent.TOPIC, TaskEvent.class, it -> it instanceof TaskEvent.Archived && it.task() == id);
            assertThat(events(id)).endsWith("Ended", "Archived").doesNotHaveDuplicates();
        });
    }

    @Test
    void case82ARemovedTaskIsGoneAndWhatItUsedIsNot() {
        NODE.serving(64, 256, () -> {
            var id = submit("agnes", task(""));
            NODE.run(NODE.start(id), 0);
            awaitPrimary("agnes", id, "over");
            as("agnes")
                    .delete(TASK + "/" + id + "/archive")
                    .then()
                    .statusCode(200)
                    .body("id", equalTo((int) id));
            as("agnes").get(TASK + "/" + id).then().statusCode(404);
            as("agnes").delete(TASK + "/" + id + "/archive").then().statusCode(404);
            as("agnes").get("/api/1.0/user/agnes/usage").then().body("$", hasSize(1));
            var event = Kafka.await(
                    TaskEvent.TOPIC, TaskEvent.class, it -> it instanceof TaskEvent.Removed && it.task() == id);
            assertThat(event)
                    .isInstanceOfSatisfying(
                            TaskEvent.Removed.class,
                            it -> assertThat(it.owner()).isEqualTo("agnes"));
            assertThat(submit("agnes", task(""))).isGreaterThan(id);
        });
    }

    /** All of these are the same path to who looks for its resource. */
    @Test
    void aKeyThatOnlyReadsChangesNothingHoweverThePathIsWritten() {
        var id = finished("arno", "kept");
        for (var call :
                List.of("/archive", "/archive/", "//archive//", "/archive;v=1", "%2Farchive;v=1", "/arch%69ve/")) {
            reading().get(TASK + "/" + id + call).then().statusCode(403);
        }
        for (var call : List.of("/share/", "/token/", "/reschedule/")) {
            reading().get(TASK + "/" + id + call).then().statusCode(403);
        }
        get("arno", id).body("status.primary", equalTo("over"));
        reading().get(TASK + "/" + id + "/").then().statusCode(200);
        reading().get(TASK + "/" + id + "/status;v=1").then().statusCode(200);
        as("arno")
                .urlEncodingEnabled(false)
                .get(TASK + "/" + id + "/archive/;v=1")
                .then()
                .statusCode(200);
        get("arno", id).body("status.primary", equalTo("archived"));
    }

    private static RequestSpecification reading() {
        return given().header("Authorization", "Bearer " + Tokens.limited("arno", Scope.READ))
                .urlEncodingEnabled(false);
    }

    @Test
    void aChildThatNeverBeganIsArchivedWithItsArray() {
        var array = submit("alma", task("").replace("\"values\":null", "\"values\":\"1:3\""));
        as("alma").delete(TASK + "/" + array).then().statusCode(200);
        as("alma")
                .get(TASK + "/" + (array + 1) + "/archive")
                .then()
                .statusCode(409)
                .body("msg", containsString("array " + array));
        as("alma").get(TASK + "/" + array + "/archive").then().statusCode(200);
        as("alma")
                .get(TASK + "/" + (array + 1) + "/archive")
                .then()
                .statusCode(200)
                .body("status.primary", equalTo("archived"));
    }

    @Test
    void case83AgesAndTagsAreTheCallersOwn() {
        var mine = finished("arno", "keep");
        var tagged = finished("arno", "drop");
        var other = finished("alma", "drop");
        as("arno")
                .get("/api/1.0/archive/1")
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("tasks", equalTo(0));
        as("arno").get("/api/1.0/archive/0?all=1").then().statusCode(403);
        as("arno").get("/api/1.0/archive/-1").then().statusCode(400);
        as("arno").get("/api/1.0/archive/0").then().statusCode(200);
        get("arno", mine).body("status.primary", equalTo("archived"));
        get("arno", tagged).body("status.primary", equalTo("archived"));
        get("alma", other).body("status.primary", equalTo("over"));
        as("arno").delete("/api/1.0/archive/0?tag=drop").then().statusCode(200).body("tasks", equalTo(1));
        get("arno", mine).body("status.primary", equalTo("archived"));
        as("arno").get(TASK + "/" + tagged).then().statusCode(404);
        get("alma", other).body("status.primary", equalTo("over"));
        asAdmin().get("/api/1.0/archive/0?all=1&tag=drop").then().statusCode(200);
        get("alma", other).body("status.primary", equalTo("archived"));
    }

    @Test
    void oldTasksAreArchivedByThemselves() {
        var old = finished("alma", "old");
        var young = finished("alma", "young");
        database.preparedQuery("update task set ended_at = ended_at - interval '31 days' where id = $1")
                .execute(Tuple.of(old))
                .await()
                .atMost(Duration.ofSeconds(20));
        eventually(() -> get("alma", old).body("status.primary", equalTo("archived")));
        get("alma", young).body("status.primary", equalTo("over"));
    }
}
