package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Those conformance cases of the GO-Docker dialect that need a real engine and all services, each under its number. */
@ExtendWith(SuiteExtension.class)
class GoDockerConformanceIT {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String SLEEPER = "#!/bin/sh\necho up\nsleep 300\n";

    private Suite suite;
    private Batch alice;
    private Batch bob;

    @BeforeEach
    void accounts(Suite suite) {
        this.suite = suite;
        alice = new Batch(suite, "alice");
        bob = new Batch(suite, "bob");
    }

    @Test
    void case001_pingNeedsNoHeaders() {
        var answer = suite.anonymous().get("/api/1.0/ping");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("msg")).isEqualTo("pong");
    }

    @Test
    void case002_jsonAnswersHaveTheExactContentType() {
        var id = alice.submit("true");
        for (var path : List.of(
                "/api/1.0/ping",
                "/api/1.0/config",
                "/api/1.0/user/alice",
                "/api/1.0/task/active",
                "/api/1.0/task/" + id,
                "/api/1.0/task/" + id + "/status",
                "/api/1.0/task/999999999",
                "/api/1.0/nothing/here")) {
            assertThat(alice.get(path).header("Content-Type")).as(path).isEqualTo(JSON);
        }
        alice.awaitOver(id);
        assertThat(alice.file(id, "").header("Content-Type")).isEqualTo(JSON);
    }

    @Test
    void case003_aGoodKeyBuysAnAsciiToken() {
        var answer = authenticate("alice", suite.key("alice"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("token")).matches("[\\x21-\\x7e]+");
    }

    @Test
    void case004_aWrongKeyAndAnUnknownUserAreRefused() {
        assertThat(authenticate("alice", "WRONGKEY00").statusCode()).isEqualTo(401);
        assertThat(authenticate("nobody-here", "WRONGKEY00").statusCode()).isEqualTo(401);
    }

    @Test
    void case005_noTokenAndGarbageAreRefused() {
        assertThat(suite.anonymous().get("/api/1.0/task/active").statusCode()).isEqualTo(401);
        var garbage =
                suite.anonymous().header("Authorization", "Bearer garbage").get("/api/1.0/task/active");
        assertThat(garbage.statusCode()).isEqualTo(401);
        assertThat(garbage.jsonPath().getString("msg")).isNotBlank();
    }

    @Test
    void case008_configIsPublicAndHoldsNoSecret() {
        var answer = suite.anonymous().get("/api/1.0/config");
        assertThat(answer.statusCode()).isEqualTo(200);
        var config = answer.jsonPath();
        assertThat(config.getList("images.url")).contains("slipway/base:latest");
        assertThat(config.getList("volumes")).isNotNull();
        assertThat(config.getList("constraints")).isNotNull();
        assertThat(config.getList("executor_features", String.class)).contains("kill");
        assertThat(answer.asString()).doesNotContain(suite.adminKey()).doesNotContainIgnoringCase("secret");
    }

    @Test
    void case009_tenLoginsInARowAreAllGood() {
        var key = suite.key("alice");
        for (int i = 0; i < 10; i++) {
            assertThat(authenticate("alice", key).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void case010_aDoubledSlashIsTolerated() {
        assertThat(suite.anonymous().get("//api/1.0/ping").statusCode()).isEqualTo(200);
    }

    @Test
    void case011_aTaskAsGalaxySendsItIsAddedAndFilled() {
        var task = galaxyTask("true");
        in(task, "container").put("volumes", List.of(Map.of("name", "home")));
        var answer = alice.post(task);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("msg")).isEqualTo("Task added");
        var stored = alice.task(answer.jsonPath().getLong("id"));
        assertThat(stored.getString("user.id")).isEqualTo("alice");
        assertThat(stored.getString("user.project")).isEqualTo("default");
        assertThat(stored.getMap("container.volumes.find { it.name == 'home' }"))
                .containsKeys("name", "path", "mount", "acl");
    }

    @Test
    void case012_theClientsUidIsNotBelieved() {
        var task = galaxyTask("true");
        task.put("user", Map.of("id", "alice", "uid", 0, "gid", 0, "project", "default"));
        var stored = alice.task(alice.submit(task));
        assertThat(stored.getInt("user.uid")).isEqualTo(uidOf("alice")).isPositive();
    }

    @Test
    void case013_noExecutorMeansTheFirst() {
        var task = galaxyTask("true");
        in(task, "requirements").put("executor", null);
        assertThat(alice.run(task).task().getString("requirements.executor")).isEqualTo("docker");
    }

    @Test
    void case014_anUnknownExecutorIsRefusedAndTheSchedulerGoesOn() {
        var task = galaxyTask("true");
        in(task, "requirements").put("executor", "foo");
        var answer = alice.post(task);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("msg")).contains("requirements.executor");
        assertThat(alice.run("true").exitCode()).isZero();
    }

    @Test
    void case015_unknownMembersAreIgnored() {
        var task = galaxyTask("true");
        task.put("surprise", Map.of("deep", List.of(1, 2)));
        in(task, "container").put("more", true);
        assertThat(alice.post(task).statusCode()).isEqualTo(200);
    }

    @Test
    void case016_aFreshTaskIsPending() {
        var task = galaxyTask("true");
        in(task, "requirements").put("ram", 100_000);
        var id = alice.submit(task);
        Map<String, Object> status = alice.task(id).getMap("status");
        assertThat(status)
                .containsEntry("primary", "pending")
                .containsKey("date_over")
                .doesNotContainKey("date_running");
        assertThat(status.get("date_over")).isNull();
        alice.kill(id);
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
                        Integer.toString(uidOf("alice")), "/mnt/go-docker", ended.id() + " /mnt/go-docker", "alice");
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
            assertThat(java.nio.file.Files.getAttribute(directory.resolve(name), "unix:uid"))
                    .as(name)
                    .isEqualTo(uidOf("alice"));
        }
    }

    @Test
    void case046_aWaitingTaskIsKilled() {
        var id = waiting();
        var answer = alice.kill(id);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("status.secondary")).isEqualTo("kill requested");
        var task = alice.awaitOver(id);
        assertThat(task.getString("status.secondary")).isEqualTo("killed");
        assertThat(task.getInt("status.exitcode")).isEqualTo(137);
        assertThat(task.getDouble("status.duration")).isZero();
    }

    @Test
    void case047_aRunningTaskIsKilled() {
        var id = alice.submit(SLEEPER);
        alice.awaitRunning(id);
        assertThat(alice.kill(id).jsonPath().getString("status.secondary")).isEqualTo("kill requested");
        var task = alice.awaitOver(id);
        assertThat(task.getString("status.secondary")).isEqualTo("killed");
        assertThat(task.getInt("status.exitcode")).isEqualTo(137);
        assertThat(task.getInt("container.meta.State.ExitCode")).isEqualTo(137);
        assertThat(task.getList("container.ports")).isEmpty();
    }

    @Test
    void case048_killingTwiceChangesNothing() {
        var ended = alice.run("#!/bin/sh\nexit 4\n");
        var again = alice.kill(ended.id());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getInt("status.exitcode")).isEqualTo(4);
        var id = alice.submit(SLEEPER);
        alice.awaitRunning(id);
        assertThat(alice.kill(id).statusCode()).isEqualTo(200);
        assertThat(alice.kill(id).statusCode()).isEqualTo(200);
        assertThat(alice.awaitOver(id).getString("status.secondary")).isEqualTo("killed");
        assertThat(alice.kill(id).jsonPath().getString("status.secondary")).isEqualTo("killed");
    }

    @Test
    void case049_aWaitingClientSeesTheEndOfAKilledTask() {
        var id = waiting();
        alice.kill(id);
        var task = alice.awaitOver(id);
        assertThat(task.<Object>get("status.date_running")).isInstanceOf(Number.class);
        assertThat(task.<Object>get("status.date_over")).isInstanceOf(Number.class);
    }

    @Test
    void case074_anEmptyBodyListsAllEndedTasks() {
        var ended = alice.run("true");
        var answer = suite.as("alice").contentType(ContentType.JSON).post("/api/1.0/task/over/0/0");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("id", Long.class)).contains(ended.id());
        assertThat(answer.jsonPath().getList("user.id", String.class)).containsOnly("alice");
    }

    @Test
    void case075_aPageSkipsAndLimits() {
        var carol = new Batch(suite, "carol");
        for (int i = 0; i < 4; i++) {
            carol.kill(waitingOf(carol));
        }
        var all = over("carol", "/api/1.0/task/over/0/0");
        assertThat(all).hasSize(4).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(over("carol", "/api/1.0/task/over/1/2")).isEqualTo(all.subList(1, 3));
        assertThat(over("carol", "/api/1.0/task/over/10/5")).isEmpty();
    }

    @Test
    void case100_noSecretIsInATask() {
        var ended = alice.run("true");
        var text = alice.get("/api/1.0/task/" + ended.id()).asString();
        assertThat(text)
                .doesNotContain(suite.key("alice"))
                .doesNotContain("apikey")
                .doesNotContain("password")
                .doesNotContain("credentials");
    }

    private List<Long> over(String login, String path) {
        return suite.as(login)
                .contentType(ContentType.JSON)
                .post(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("id", Long.class);
    }

    private long waiting() {
        return waitingOf(alice);
    }

    private static long waitingOf(Batch batch) {
        var task = galaxyTask("true");
        in(task, "requirements").put("ram", 100_000);
        return batch.submit(task);
    }

    private int uidOf(String login) {
        return suite.as(login)
                .get("/api/1.0/user/" + login)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getInt("uid");
    }

    private io.restassured.response.Response authenticate(String user, String apikey) {
        return suite.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("user", user, "apikey", apikey))
                .post("/api/1.0/authenticate");
    }
}
