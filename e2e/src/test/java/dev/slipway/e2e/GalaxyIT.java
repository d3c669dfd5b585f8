package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Galaxy's job runner, step by step as godocker.md section 6.3 has them: it logs in once and never again, keeps numbers as
 * text, takes nothing but 200 with JSON for success, and reads what a job left from the file system it shares with it.
 */
@ExtendWith(SuiteExtension.class)
class GalaxyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Suite suite;
    private String token;

    @BeforeEach
    void start(Suite suite) throws IOException {
        this.suite = suite;
        Files.createDirectories(Suite.galaxy());
        token = authenticate(suite.key("galaxy"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("token");
    }

    private Response authenticate(String key) {
        return suite.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("user", "galaxy", "apikey", key))
                .post("/api/1.0/authenticate");
    }

    private RequestSpecification runner() {
        return suite.anonymous().header("Authorization", "Bearer " + token);
    }

    private static JsonPath good(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private String submit(String script) {
        var task = galaxyTask(script);
        in(task, "container").put("volumes", List.of(Map.of("name", "galaxy")));
        var id = good(runner().contentType(ContentType.JSON).body(task).post("/api/1.0/task"))
                .getInt("id");
        return Integer.toString(id);
    }

    private JsonPath look(String id) {
        return good(runner().get("/api/1.0/task/" + id));
    }

    /** It goes on for two words, and gives the job up for any that is none of the three. */
    private JsonPath poll(String id) {
        return Awaitility.await("task " + id)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            var task = look(id);
                            assertThat(task.getString("status.primary")).isIn("pending", "running", "over");
                            return task;
                        },
                        it -> it.getString("status.primary").equals("over"));
    }

    private void awaitRunning(String id) {
        Awaitility.await("task " + id + " is up")
                .atMost(PATIENCE)
                .until(() -> "ready".equals(look(id).getString("container.status")));
    }

    private void awaitSecondary(String id, String secondary) {
        Awaitility.await("task " + id + " " + secondary)
                .atMost(PATIENCE)
                .until(() -> secondary.equals(look(id).getString("status.secondary")));
    }

    /** Galaxy's own folder of a job, which its script changes to. */
    private static Path workingDirectory(String job) throws IOException {
        var folder = Files.createDirectories(Suite.galaxy().resolve(job));
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static Path outputs(JsonPath task) {
        Map<String, String> volume = task.getMap("container.volumes.find { it.name == 'go-docker' }");
        assertThat(volume).containsKeys("name", "path", "mount", "acl");
        return Path.of(volume.get("path"));
    }

    @Test
    void itDoesNotStartWithoutAGoodKey() {
        assertThat(authenticate("WRONGKEY00").statusCode()).isEqualTo(401);
    }

    @Test
    void aJobWorksInGalaxysFolderAndLeavesItsOutputsAndItsCode() throws Exception {
        var folder = workingDirectory("job-1");
        Files.deleteIfExists(folder.resolve("out.dat"));
        Files.writeString(folder.resolve("in.dat"), "given");
        var id = submit("""
                #!/bin/bash
                cd %s
                read line < in.dat || true
                echo "$line and made" > out.dat
                echo told
                echo complained >&2
                exit 3
                """.formatted(folder));
        var task = poll(id);
        assertThat(Files.readString(outputs(task).resolve("god.log"))).isEqualTo("told\n");
        assertThat(Files.readString(outputs(task).resolve("god.err"))).isEqualTo("complained\n");
        assertThat(Integer.toString(task.getInt("status.exitcode"))).isEqualTo("3");
        assertThat(Files.readString(folder.resolve("out.dat"))).isEqualTo("given and made\n");
        assertThat(task.getList("meta.tags")).contains("galaxy");
        assertThat(task.getMap("container.volumes.find { it.name == 'galaxy' }"))
                .containsEntry("path", Suite.galaxy().toString())
                .containsEntry("mount", Suite.galaxy().toString())
                .containsEntry("acl", "rw");
    }

    @Test
    void aJobThatSaysNothingLeavesEmptyOutputs() throws Exception {
        var task = poll(submit("#!/bin/bash\ntrue\n"));
        assertThat(outputs(task).resolve("god.log")).isEmptyFile();
        assertThat(outputs(task).resolve("god.err")).isEmptyFile();
        assertThat(Integer.toString(task.getInt("status.exitcode"))).isEqualTo("0");
    }

    /** It sends its own number of the job, which may be that of somebody's task here. */
    @Test
    void aStopWithTheNumberOfAnothersTaskOpensAndEndsNothing() {
        var other = new Batch(suite, "bob");
        var theirs = other.submit("#!/bin/sh\nsleep 300\n");
        other.awaitRunning(theirs);
        var id = submit("#!/bin/bash\nsleep 300\n");
        awaitRunning(id);
        assertThat(runner().get("/api/1.0/task/" + theirs + "/status").statusCode())
                .isEqualTo(403);
        assertThat(runner().delete("/api/1.0/task/" + theirs).statusCode()).isEqualTo(403);
        assertThat(runner().get("/api/1.0/task/999999999/status").statusCode()).isEqualTo(404);
        assertThat(runner().delete("/api/1.0/task/999999999").statusCode()).isEqualTo(404);
        assertThat(other.task(theirs).<Object>get("status.secondary")).isNull();
        assertThat(look(id).<Object>get("status.secondary")).isNull();
        assertThat(good(runner().get("/api/1.0/task/" + id + "/status")).getString("status.primary"))
                .isEqualTo("running");
        good(runner().delete("/api/1.0/task/" + id));
        var task = poll(id);
        assertThat(task.getInt("status.exitcode")).isEqualTo(137);
        assertThat(outputs(task).resolve("god.log")).exists();
        other.kill(theirs);
        other.awaitOver(theirs);
    }

    @Test
    void theSuspendHelper() {
        var id = submit("#!/bin/bash\nsleep 300\n");
        awaitRunning(id);
        assertThat(good(runner().get("/api/1.0/task/" + id + "/suspend")).getString("status.primary"))
                .isEqualTo("running");
        awaitSecondary(id, "suspended");
        good(runner().delete("/api/1.0/task/" + id));
        assertThat(poll(id).getString("status.secondary")).isEqualTo("killed");
    }
}
