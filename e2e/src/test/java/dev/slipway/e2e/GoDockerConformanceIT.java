package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Conformance cases 1 to 5, 8 to 16, 46 to 49, 74, 75 and 100 of the GO-Docker dialect with a real engine and all services, each
 * under its number. {@code e2e/README.md} says where the others are.
 */
@ExtendWith(SuiteExtension.class)
class GoDockerConformanceIT {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String SLEEPER = "#!/bin/sh\necho up\nsleep 300\n";

    private Suite suite;
    private Batch alice;

    @BeforeEach
    void accounts(Suite suite) {
        this.suite = suite;
        alice = new Batch(suite, "alice");
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
        assertThat(stored.getInt("user.uid")).isEqualTo(alice.uid()).isPositive();
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
        Awaitility.await("its container is gone")
                .atMost(Duration.ofSeconds(20))
                .until(() -> suite.engine().statesOf(id).isEmpty());
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

    private io.restassured.response.Response authenticate(String user, String apikey) {
        return suite.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("user", user, "apikey", apikey))
                .post("/api/1.0/authenticate");
    }
}
