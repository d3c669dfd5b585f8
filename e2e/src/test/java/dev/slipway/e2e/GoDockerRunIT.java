package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conformance cases 28 to 45 of the GO-Docker dialect: how a script runs, and its files. */
@ExtendWith(SuiteExtension.class)
class GoDockerRunIT {
    private static final String SLEEPER = "#!/bin/sh\necho up\nsleep 300\n";

    private Batch alice;
    private Batch bob;

    @BeforeEach
    void accounts(Suite suite) {
        alice = new Batch(suite, "alice");
        bob = new Batch(suite, "bob");
    }

    @Test
    void case028_theScriptArrivesByteForByte() {
        var script = "#!/bin/sh\n# Grüße, 世界 $HOME `id` \"double\" 'single' \\ $(true)\necho ok\n";
        var ended = alice.run(script);
        assertThat(alice.output(ended)).isEqualTo("ok");
        assertThat(alice.text(ended.id(), "cmd.sh")).isEqualTo(script);
    }

    @Test
    void case029_aPlacedTaskRuns() {
        var id = alice.submit(SLEEPER);
        var task = alice.awaitRunning(id);
        assertThat(task.<Object>get("status.secondary")).isNull();
        assertThat(task.<Object>get("status.date_running")).isInstanceOf(Number.class);
        assertThat(task.<Object>get("container.meta")).isInstanceOf(Map.class);
        assertThat(task.<Object>get("container.ports")).isInstanceOf(List.class);
        alice.kill(id);
    }

    @Test
    void case031_theExitCodeIsTold() {
        var ended = alice.run("#!/bin/sh\nexit 3\n");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.task().getString("status.secondary")).isEmpty();
        assertThat(ended.task().getInt("container.meta.State.ExitCode")).isEqualTo(3);
        assertThat(ended.task().getDouble("status.date_over"))
                .isGreaterThanOrEqualTo(ended.task().getDouble("status.date_running"));
        assertThat(ended.task().getDouble("status.duration")).isNotNegative();
    }

    @Test
    void case032_anEndedTaskShowsItsDirectory() {
        var ended = alice.run("true");
        assertThat(ended.task().getList("container.ports")).isEmpty();
        var directory =
                java.nio.file.Path.of(ended.task().getString("container.volumes.find { it.name == 'go-docker' }.path"));
        assertThat(directory.resolve("god.log")).exists();
        assertThat(directory.resolve("god.err")).exists();
    }

    @Test
    void case033_bothStreamsAreKeptApart() {
        var ended = alice.run("#!/bin/sh\necho to out\necho to err >&2\n");
        assertThat(alice.text(ended.id(), "god.log")).isEqualTo("to out\n");
        assertThat(alice.text(ended.id(), "god.err")).isEqualTo("to err\n");
    }

    @Test
    void case034_filesAreListed() {
        var ended = alice.run("#!/bin/sh\nmkdir sub\necho 12345 > sub/x\n");
        JsonPath files =
                alice.file(ended.id(), "").then().statusCode(200).extract().jsonPath();
        assertThat(files.getList("name", String.class)).contains("cmd.sh", "god.log", "god.err", "god.info", "sub");
        assertThat(files.getString("find { it.name == 'sub' }.type")).isEqualTo("dir");
        assertThat(alice.file(ended.id(), "sub").jsonPath().getInt("[0].size")).isEqualTo(6);
        assertThat(alice.file(ended.id(), "sub//x").asString()).isEqualTo("12345\n");
    }

    @Test
    void case035_aFileComesAsItsBytes() {
        var ended = alice.run("#!/bin/sh\nprintf 'a\\000b\\377'\n");
        var answer = alice.file(ended.id(), "god.log");
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer.asByteArray()).containsExactly('a', 0, 'b', 0xff);
    }

    @Test
    void case036_aJsonFileIsNotJsonOnTheWire() {
        var ended = alice.run("#!/bin/sh\necho '{}' > x.json\n");
        assertThat(alice.file(ended.id(), "x.json").header("Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void case037_noPathLeavesTheDirectory() {
        var id = alice.submit("#!/bin/sh\nln -s /etc out\nln -s /etc/passwd file\necho ready\nsleep 300\n");
        alice.awaitRunning(id);
        noPathLeavesTheDirectoryOf(id);
        alice.kill(id);
        alice.awaitOver(id);
        noPathLeavesTheDirectoryOf(id);
    }

    private void noPathLeavesTheDirectoryOf(long id) {
        for (var path : List.of(
                "../../etc/passwd",
                "..%2f..%2fetc%2fpasswd",
                "%2e%2e/%2e%2e/etc/passwd",
                "%2e%2e%2fetc",
                "/etc/passwd",
                "out/passwd",
                "file",
                "..")) {
            var answer = alice.file(id, path);
            assertThat(answer.statusCode()).as(path).isIn(400, 403, 404);
            assertThat(answer.asString()).doesNotContain("root:");
        }
    }

    @Test
    void case038_othersTasksAreClosed() {
        var id = alice.submit("true");
        alice.awaitOver(id);
        assertThat(bob.get("/api/1.0/task/" + id).statusCode()).isEqualTo(403);
        assertThat(bob.get("/api/1.0/task/" + id + "/status").statusCode()).isEqualTo(403);
        assertThat(bob.file(id, "").statusCode()).isEqualTo(403);
        assertThat(bob.file(id, "god.log").statusCode()).isEqualTo(403);
        assertThat(bob.kill(id).statusCode()).isEqualTo(403);
    }

    @Test
    void case039_anUnknownTaskIsNotFound() {
        assertThat(alice.get("/api/1.0/task/999999999").statusCode()).isEqualTo(404);
    }

    @Test
    void case040_theStatusAlone() {
        var id = alice.submit("true");
        assertThat(alice.get("/api/1.0/task/" + id + "/status").jsonPath().getString("status.primary"))
                .isIn("pending", "running", "over");
    }

    @Test
    void case041_theScriptRunsAsItsOwner() {
        var ended = alice.run("#!/bin/sh\nid -u\npwd\necho $GODOCKER_JID $GODOCKER_PWD\nid -un\n");
        assertThat(alice.output(ended).lines())
                .containsExactly(
                        Integer.toString(alice.uid()), "/mnt/go-docker", ended.id() + " /mnt/go-docker", "alice");
    }

    @Test
    void case042_homeIsWhereItWasAskedFor() {
        var without = alice.run("#!/bin/sh\necho $GODOCKER_HOME\n");
        assertThat(alice.output(without)).isEqualTo("/mnt/go-docker");
        var task = galaxyTask("#!/bin/sh\necho $GODOCKER_HOME\necho kept > $GODOCKER_HOME/kept\ncat /mnt/home/kept\n");
        in(task, "container").put("volumes", List.of(Map.of("name", "home")));
        assertThat(alice.output(alice.run(task)).lines()).containsExactly("/mnt/home", "kept");
    }

    @Test
    void case044_urisAreWrittenOnePerLine() {
        var task = galaxyTask("#!/bin/sh\ncat godocker-uris.txt\n");
        in(task, "requirements").put("uris", List.of("a", "b"));
        assertThat(alice.output(alice.run(task)).lines()).containsExactly("a", "b");
    }

    @Test
    void case045_filesBelongToTheirOwnerAfterwards() throws Exception {
        var ended = alice.run("#!/bin/sh\necho x > mine\n");
        var directory =
                java.nio.file.Path.of(ended.task().getString("container.volumes.find { it.name == 'go-docker' }.path"));
        for (var name : List.of("cmd.sh", "god.log", "god.err", "god.info", "mine")) {
            assertThat(java.nio.file.Files.readAttributes(directory.resolve(name), "unix:uid,gid"))
                    .as(name)
                    .isEqualTo(Map.of("uid", alice.uid(), "gid", ended.task().getInt("user.gid")));
        }
    }
}
