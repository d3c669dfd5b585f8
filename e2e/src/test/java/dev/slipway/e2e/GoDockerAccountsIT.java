package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The conformance cases in which what is said of an account or a project in one service is true in the others. */
@ExtendWith(SuiteExtension.class)
class GoDockerAccountsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Published are five seconds until what is told of accounts holds everywhere; the others are for machines that are busy. */
    private static final Duration PROMISED = Duration.ofSeconds(20);

    private Suite suite;

    @BeforeEach
    void suite(Suite suite) {
        this.suite = suite;
    }

    @Test
    void case086_anAdministratorsPriorityCountsInTheNextPass() {
        var early = waiting("peter");
        var late = waiting("paula");
        Awaitility.await().atMost(PATIENCE).until(() -> queue().containsAll(List.of(early, late)));
        assertThat(queue().indexOf(early)).isLessThan(queue().indexOf(late));
        var document = new HashMap<>(
                suite.as("admin").get("/api/1.0/user/paula").jsonPath().<String, Object>getMap("$"));
        in(document, "usage").put("prio", 100);
        send("PUT", "/api/1.0/user/paula", document).then().statusCode(200);
        Awaitility.await().atMost(PROMISED).until(() -> queue().indexOf(late) < queue().indexOf(early));
        new Batch(suite, "peter").kill(early);
        new Batch(suite, "paula").kill(late);
    }

    private long waiting(String login) {
        var task = galaxyTask("true");
        in(task, "requirements").put("ram", 100_000);
        return new Batch(suite, login).submit(task);
    }

    private List<Long> queue() {
        return suite.as("admin").get("/api/v1/queue?limit=1000").jsonPath().getList("tasks.task", Long.class);
    }

    @Test
    void case087_aDeletedUsersTasksFilesAndLoginAreGone() {
        var ulla = new Batch(suite, "ulla");
        var ended = ulla.run("#!/bin/sh\necho mine > mine.txt\n");
        assertThat(ulla.text(ended.id(), "mine.txt")).isEqualTo("mine\n");
        var running = ulla.submit("#!/bin/sh\nsleep 300\n");
        ulla.awaitRunning(running);
        suite.as("admin").delete("/api/1.0/user/ulla").then().statusCode(200);
        assertThat(suite.anonymous()
                        .contentType(ContentType.JSON)
                        .body(Map.of("user", "ulla", "apikey", suite.key("ulla")))
                        .post("/api/1.0/authenticate")
                        .statusCode())
                .isEqualTo(401);
        Awaitility.await()
                .atMost(PROMISED)
                .until(() -> ulla.get("/api/1.0/task/active").statusCode() == 401);
        Awaitility.await("all of it gone")
                .atMost(PATIENCE)
                .until(() -> "deleted"
                        .equals(asAdmin("/api/v1/accounts/ulla/deletion")
                                .jsonPath()
                                .getString("state")));
        for (var task : List.of(ended.id(), running)) {
            assertThat(asAdmin("/api/1.0/task/" + task).statusCode()).isEqualTo(404);
            assertThat(asAdmin("/api/1.0/task/" + task + "/files/mine.txt").statusCode())
                    .isEqualTo(404);
        }
        assertThat(asAdmin("/api/1.0/user/ulla").statusCode()).isEqualTo(404);
    }

    @Test
    void case090_oneMoreMemberMaySubmitToTheProject() {
        suite.key("mia");
        send(
                        "POST",
                        "/api/1.0/project",
                        Map.of(
                                "id",
                                "case90",
                                "description",
                                "a project",
                                "members",
                                List.of("admin"),
                                "prio",
                                50,
                                "quota_cpu",
                                0,
                                "quota_ram",
                                0,
                                "quota_time",
                                0))
                .then()
                .statusCode(200);
        var mia = new Batch(suite, "mia");
        var task = galaxyTask("true");
        task.put("user", Map.of("project", "case90"));
        assertThat(mia.post(task).statusCode()).isEqualTo(403);
        var document =
                new HashMap<>(asAdmin("/api/1.0/project/case90").jsonPath().<String, Object>getMap("$"));
        var members = new ArrayList<Object>((List<?>) document.get("members"));
        members.add("mia");
        document.put("members", members);
        send("POST", "/api/1.0/project/case90", document).then().statusCode(200);
        // With the token of before.
        Awaitility.await().atMost(PROMISED).until(() -> mia.post(task).statusCode() == 200);
        var stored = mia.run(task).task();
        assertThat(stored.getString("user.project")).isEqualTo("case90");
        assertThat(stored.getInt("status.exitcode")).isZero();
    }

    private Response asAdmin(String path) {
        return suite.as("admin").get(path);
    }

    private Response send(String method, String path, Object document) {
        return suite.as("admin").contentType(ContentType.JSON).body(document).request(method, path);
    }
}
