package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Commands of GO-Docker's client with all the calls they make, across the services that answer them: it logs in before almost
 * every call, and tells a listing from a file by the exact text of a header. What it reads of each document is claimed in the
 * services that make it.
 */
@ExtendWith(SuiteExtension.class)
class CommandLineIT {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String LOGIN = "clara";

    private Suite suite;

    @BeforeEach
    void program(Suite suite) {
        this.suite = suite;
        // The choices of its options are read when the program loads, whatever is asked of it.
        assertThat(ask("/user/" + LOGIN + "/project").getString("[0].id")).isEqualTo("default");
        config();
    }

    private String login() {
        return suite.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("user", LOGIN, "apikey", suite.key(LOGIN)))
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    private Response get(String path) {
        return suite.anonymous().header("Authorization", "Bearer " + login()).get("/api/1.0" + path);
    }

    private JsonPath ask(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(JSON);
        return answer.jsonPath();
    }

    private JsonPath config() {
        return suite.anonymous()
                .get("/api/1.0/config")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private long create(String script) {
        login();
        assertThat(config().getList("volumes.name")).contains("home");
        login();
        assertThat(config().getList("constraints")).isNotNull();
        login();
        assertThat(config().getList("images.url")).contains("slipway/base:latest");
        var me = ask("/user/" + LOGIN);
        var task = galaxyTask(script);
        task.put(
                "user",
                Map.of(
                        "id",
                        me.getString("id"),
                        "uid",
                        me.getInt("uid"),
                        "gid",
                        me.getInt("gid"),
                        "project",
                        "default"));
        in(task, "container").put("volumes", List.of(Map.of("name", "home", "acl", "rw")));
        in(task, "requirements").putAll(optional());
        var answer = suite.anonymous()
                .header("Authorization", "Bearer " + login())
                .contentType(ContentType.JSON)
                .body(task)
                .post("/api/1.0/task");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("msg")).isEqualTo("Task added");
        return answer.jsonPath().getLong("id");
    }

    private static Map<String, Object> optional() {
        var members = new HashMap<String, Object>();
        members.put("gpus", 0);
        members.put("failure_policy", 0);
        members.put("executor", null);
        return members;
    }

    /** With {@code --wait}: until both dates are there. */
    private JsonPath awaitEnd(long id) {
        return Awaitility.await("task " + id)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ask("/task/" + id), CommandLineIT::hasEnded);
    }

    private static boolean hasEnded(JsonPath task) {
        Map<String, Object> status = task.getMap("status");
        return status.containsKey("date_running") && status.get("date_over") != null;
    }

    @Test
    void godjobCreateAndWaitThenGodfileListAndDownload() {
        var id = create("#!/bin/bash\nmkdir sub\necho 1234 > sub/x.json\necho hello\nexit 2\n");
        var task = awaitEnd(id);
        assertThat(task.getInt("status.exitcode")).isEqualTo(2);
        assertThat(task.getInt("container.meta.State.ExitCode")).isEqualTo(2);
        var files = ask("/task/" + id + "/files/");
        assertThat(files.getList("name")).contains("god.log", "god.err", "cmd.sh", "sub");
        assertThat(files.getList("type")).containsOnly("file", "dir");
        assertThat(files.getList("size")).allMatch(Number.class::isInstance);
        assertThat(ask("/task/" + id + "/files/sub").getList("name")).containsExactly("x.json");
        isAFile(get("/task/" + id + "/files/god.log"), "hello\n");
        isAFile(get("/task/" + id + "/files/sub/x.json"), "1234\n");
        assertThat(get("/task/" + id + "/files/none").statusCode()).isEqualTo(404);
        var usage = ask("/user/" + LOGIN + "/usage");
        assertThat(usage.getString("[0].date")).matches("\\d{4}_\\d{1,2}_\\d{1,2}");
        assertThat(usage.getInt("[0].cpu")).isPositive();
    }

    private static void isAFile(Response answer, String content) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer.asString()).isEqualTo(content);
    }

    @Test
    void godjobListKillAndWait() {
        var id = create("#!/bin/bash\nsleep 300\n");
        assertThat(ask("/task/active").getList("id", Long.class)).contains(id);
        assertThat(hasEnded(ask("/task/" + id))).isFalse();
        var killed =
                suite.anonymous().header("Authorization", "Bearer " + login()).delete("/api/1.0/task/" + id);
        assertThat(killed.statusCode()).isEqualTo(200);
        assertThat(killed.jsonPath().getString("status.secondary")).isEqualTo("kill requested");
        assertThat(awaitEnd(id).getInt("container.meta.State.ExitCode")).isEqualTo(137);
    }
}
