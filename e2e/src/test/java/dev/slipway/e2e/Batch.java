package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The GO-Docker side of the suite, as one account uses it. */
final class Batch {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Suite suite;
    private final String login;

    Batch(Suite suite, String login) {
        this.suite = suite;
        this.login = login;
    }

    /** A task as the Galaxy runner sends it; tests change members of it. */
    static Map<String, Object> galaxyTask(String script) {
        var requirements = new HashMap<String, Object>();
        requirements.put("cpu", 1);
        requirements.put("ram", 1);
        requirements.put("array", new HashMap<>(java.util.Collections.singletonMap("values", null)));
        requirements.put("label", List.of());
        requirements.put("tasks", List.of());
        requirements.put("tmpstorage", null);
        var container = new HashMap<String, Object>();
        container.put("image", "slipway/base:latest");
        container.put("volumes", List.of());
        container.put("network", true);
        container.put("id", null);
        container.put("meta", null);
        container.put("stats", null);
        container.put("ports", List.of());
        container.put("root", false);
        var status = new HashMap<String, Object>();
        status.put("primary", null);
        status.put("secondary", null);
        var task = new HashMap<String, Object>();
        task.put("date", 1489000000.0);
        task.put("meta", Map.of("name", "galaxy job", "description", "", "tags", List.of("galaxy", "t1")));
        task.put("requirements", requirements);
        task.put("container", container);
        task.put("command", new HashMap<>(Map.of("interactive", false, "cmd", script)));
        task.put("status", status);
        return task;
    }

    /** A member of a task, to be changed. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> in(Map<String, Object> task, String member) {
        return (Map<String, Object>) task.get(member);
    }

    Response post(Object task) {
        return suite.as(login).contentType(ContentType.JSON).body(task).post("/api/1.0/task");
    }

    long submit(Map<String, Object> task) {
        return post(task).then().statusCode(200).extract().jsonPath().getLong("id");
    }

    long submit(String script) {
        return submit(galaxyTask(script));
    }

    Response get(String path) {
        return suite.as(login).get(path);
    }

    JsonPath task(long id) {
        return get("/api/1.0/task/" + id).then().statusCode(200).extract().jsonPath();
    }

    Response kill(long id) {
        return suite.as(login).delete("/api/1.0/task/" + id);
    }

    /** Asks for one of GO-Docker's GETs that change something: {@code suspend}, {@code share}, {@code archive}. */
    JsonPath ask(long id, String what) {
        return get("/api/1.0/task/" + id + "/" + what)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Why it waits: sentences with the numbers. */
    List<String> why(long id) {
        return get("/api/v1/tasks/" + id + "/why")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("reasons.detail", String.class);
    }

    /** What it has printed so far. */
    String printed(long id) {
        return get("/api/v1/tasks/" + id + "/logs?stream=stdout").asString();
    }

    Response file(long id, String path) {
        return get("/api/1.0/task/" + id + "/files/" + path);
    }

    String text(long id, String path) {
        return file(id, path).then().statusCode(200).extract().asString();
    }

    JsonPath awaitRunning(long id) {
        return await(id, "running");
    }

    JsonPath awaitOver(long id) {
        return await(id, "over");
    }

    /** Its process runs; before that it is only placed. */
    JsonPath awaitUp(long id) {
        return await(id, "container.status", "ready");
    }

    JsonPath awaitSecondary(long id, String secondary) {
        return await(id, "status.secondary", secondary);
    }

    /** Runs a script to its end. */
    Ended run(Map<String, Object> task) {
        var id = submit(task);
        return new Ended(id, awaitOver(id));
    }

    Ended run(String script) {
        return run(galaxyTask(script));
    }

    private JsonPath await(long id, String primary) {
        return await(id, "status.primary", primary);
    }

    private JsonPath await(long id, String member, String value) {
        return Awaitility.await("task %d, %s %s".formatted(id, member, value))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> task(id), it -> value.equals(it.getString(member)));
    }

    /** A task that is over. */
    record Ended(long id, JsonPath task) {
        int exitCode() {
            return task.getInt("status.exitcode");
        }
    }

    /** Its first line, for scripts that print one. */
    String output(Ended ended) {
        assertThat(ended.task().getString("status.secondary")).isEmpty();
        return text(ended.id(), "god.log").strip();
    }

    /** The number its files belong to. */
    int uid() {
        return suite.as(login)
                .get("/api/1.0/user/" + login)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getInt("uid");
    }
}
