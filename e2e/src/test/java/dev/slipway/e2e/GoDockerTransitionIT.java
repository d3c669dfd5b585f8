package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Conformance cases 50 to 62, 72, 73 and 102 of the GO-Docker dialect, with containers that run: what becomes of them is looked
 * up in what they wrote, and in the engine.
 */
@ExtendWith(SuiteExtension.class)
class GoDockerTransitionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SLEEPER = "#!/bin/sh\nsleep 300\n";
    /** A line of nanoseconds every twentieth of a second. */
    private static final String CLOCK = "#!/bin/sh\nwhile :; do date +%s%N; sleep 0.05; done\n";

    private Suite suite;
    private Batch tom;

    @BeforeEach
    void accounts(Suite suite) {
        this.suite = suite;
        tom = new Batch(suite, "tom");
    }

    @Test
    void case050_053_055_aContainerStandsStillAndGoesOnAndIsKilledStandingStill() throws Exception {
        var id = tom.submit(CLOCK);
        awaitTicks(id, 5);
        standStill(id);
        assertThat(suite.engine().statesOf(id)).containsExactly("paused");
        // So long at least: it sleeps for a second.
        tom.run("#!/bin/sh\nsleep 1\n");
        assertThat(tom.task(id).getString("status.primary")).isEqualTo("running");
        assertThat(tom.ask(id, "resume").getString("status.secondary")).isEqualTo("resume requested");
        tom.awaitSecondary(id, "resumed");
        assertThat(tom.ask(id, "resume").getString("status.secondary")).isEqualTo("resumed");
        assertThat(suite.engine().statesOf(id)).containsExactly("running");
        awaitTicks(id, ticks(id).size() + 5);
        assertThat(longestPause(ticks(id))).isGreaterThan(Duration.ofSeconds(1));

        standStill(id);
        assertThat(tom.kill(id).jsonPath().getString("status.secondary")).isEqualTo("kill requested");
        var end = tom.awaitOver(id);
        assertThat(end.getString("status.secondary")).isEqualTo("killed");
        assertThat(end.getInt("status.exitcode")).isEqualTo(137);
        assertThat(suite.engine().statesOf(id)).doesNotContain("running", "paused");
    }

    private void standStill(long id) {
        assertThat(tom.ask(id, "suspend").getString("status.secondary")).isEqualTo("suspend requested");
        var still = tom.awaitSecondary(id, "suspended");
        assertThat(still.getString("status.primary")).isEqualTo("running");
    }

    private void awaitTicks(long id, int count) {
        Awaitility.await(count + " lines of task " + id)
                .atMost(PATIENCE)
                .until(() -> ticks(id).size() >= count);
    }

    /** The last line may be there in part only. */
    private List<Long> ticks(long id) {
        var printed = tom.printed(id);
        return printed.substring(0, printed.lastIndexOf('\n') + 1)
                .lines()
                .filter(it -> it.matches("[0-9]{19}"))
                .map(Long::parseLong)
                .toList();
    }

    private static Duration longestPause(List<Long> ticks) {
        var longest = 0L;
        for (int i = 1; i < ticks.size(); i++) {
            longest = Math.max(longest, ticks.get(i) - ticks.get(i - 1));
        }
        return Duration.ofNanos(longest);
    }

    @Test
    void case051_054_whatCannotStandStillOrGoOnSaysSo() {
        var waiting = galaxyTask("true");
        in(waiting, "requirements").put("ram", 100_000);
        var id = tom.submit(waiting);
        assertThat(tom.ask(id, "suspend").getString("status.secondary")).isEqualTo("suspend rejected");
        tom.kill(id);
        var running = tom.submit(SLEEPER);
        tom.awaitUp(running);
        assertThat(tom.ask(running, "resume").getString("status.secondary")).isEqualTo("resume rejected");
        tom.kill(running);
        assertThat(tom.awaitOver(running).getString("status.secondary")).isEqualTo("killed");
    }

    /** Its first run would never end, its second one does at once. */
    @Test
    void case056_aRescheduledTaskRunsAgainWithItsNumberAfterItsFirstRunHasEnded() {
        var task = galaxyTask("""
                #!/bin/sh
                echo run >> $GODOCKER_HOME/runs-$GODOCKER_JID
                [ $(wc -l < $GODOCKER_HOME/runs-$GODOCKER_JID) = 2 ] || sleep 300
                """);
        in(task, "container").put("volumes", List.of(Map.of("name", "home")));
        var id = tom.submit(task);
        tom.awaitUp(id);
        assertThat(tom.ask(id, "reschedule").getString("status.secondary")).isEqualTo("reschedule requested");
        var end = tom.awaitOver(id);
        assertThat(end.getString("status.secondary")).isEmpty();
        assertThat(end.getInt("status.exitcode")).isZero();
        var events = tom.get("/api/v1/tasks/" + id + "/events").jsonPath();
        assertThat(events.getList("events.event", String.class))
                .containsExactly(
                        "submitted",
                        "placed",
                        "started",
                        "reschedule_asked",
                        "attempt_ended",
                        "placed",
                        "started",
                        "attempt_ended",
                        "over");
        assertThat(events.getList("events.findAll { it.attempt == 2 }.event", String.class))
                .containsExactly("placed", "started", "attempt_ended");
        assertThat(instant(events.getString("events[5].at")))
                .isAfterOrEqualTo(instant(events.getString("events[4].at")));
    }

    private static Instant instant(String text) {
        return Instant.parse(text);
    }

    @Test
    void case061_062_aTaskThatLivesTooLongIsKilled() {
        var task = galaxyTask(SLEEPER);
        in(task, "requirements").put("maxlifespan", "2s");
        isKilledForItsAge(tom.submit(task));

        in(task, "requirements").put("maxlifespan", "6d");
        var later = tom.submit(task);
        tom.awaitUp(later);
        suite.as("tom")
                .contentType(ContentType.JSON)
                .body(Map.of("name", "maxlifespan", "value", "1s"))
                .put("/api/1.0/task/" + later)
                .then()
                .statusCode(200);
        isKilledForItsAge(later);
    }

    private void isKilledForItsAge(long id) {
        var end = tom.awaitOver(id);
        assertThat(end.getString("status.secondary")).isEqualTo("killed");
        assertThat(end.getString("status.reason")).isEqualTo("Max duration reached");
        assertThat(end.getInt("status.exitcode")).isEqualTo(137);
    }

    @Test
    void case072_073_itsOwnerLogsInWithTheApiKeyAndTheNextOneWaitsForThePort() throws Exception {
        var task = galaxyTask("#!/bin/sh\necho made > made\n");
        in(task, "command").put("interactive", true);
        var id = tom.submit(task);
        var running = tom.awaitUp(id);
        assertThat(running.getList("container.ports")).containsExactly(Integer.toString(suite.door()));
        assertThat(running.getInt("container.port_mapping.find { it.container == 22 }.host"))
                .isEqualTo(suite.door());
        assertThat(running.getString("container.meta.Node.Name")).isNotBlank();
        try (var client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((_, _, _) -> true);
            client.start();
            Awaitility.await("somebody listens").atMost(PATIENCE).until(this::doorIsOpen);
            try (var session = connect(client)) {
                session.addPasswordIdentity(suite.key("tom"));
                session.auth().verify(PATIENCE);
                assertThat(session.executeRemoteCommand("id -un; pwd; cat made; echo $GODOCKER_JID"))
                        .isEqualTo("tom\n/mnt/go-docker\nmade\n%d\n".formatted(id));
            }
            try (var session = connect(client)) {
                session.addPasswordIdentity(suite.key("alice"));
                assertThatThrownBy(() -> session.auth().verify(PATIENCE)).isInstanceOf(SshException.class);
            }
        }
        var next = tom.submit(task);
        var waiting = tom.awaitSecondary(next, "rejected by scheduler");
        assertThat(waiting.getString("status.reason")).isEqualTo("no port available");
        tom.kill(id);
        assertThat(tom.awaitOver(id).getList("container.ports")).isEmpty();
        assertThat(tom.awaitUp(next).getList("container.ports")).containsExactly(Integer.toString(suite.door()));
        tom.kill(next);
        tom.awaitOver(next);
        Awaitility.await("nobody listens any more").atMost(PATIENCE).until(() -> !doorIsOpen());
    }

    private ClientSession connect(SshClient client) throws IOException {
        return client.connect("tom", "127.0.0.1", suite.door()).verify(PATIENCE).getSession();
    }

    private boolean doorIsOpen() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), suite.door())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void case102_onANodeInMaintenanceNothingStartsAndWhatRunsGoesOn() {
        var before = tom.submit("#!/bin/sh\nsleep 5\n");
        tom.awaitUp(before);
        String node = tom.task(before).getString("container.meta.Node.Name");
        assertThat(suite.as("tom").post("/admin/maintenance/" + node + "/on").statusCode())
                .isEqualTo(403);
        maintenance(node, "on");
        long id;
        try {
            id = tom.submit("true");
            tom.awaitSecondary(id, "rejected by scheduler");
            assertThat(tom.why(id)).contains("No node takes work now");
            assertThat(tom.awaitOver(before).getInt("status.exitcode")).isZero();
            assertThat(tom.task(id).getString("status.primary")).isEqualTo("pending");
        } finally {
            maintenance(node, "off");
        }
        assertThat(tom.awaitOver(id).getInt("status.exitcode")).isZero();
    }

    private void maintenance(String node, String word) {
        var status = suite.as("admin")
                .post("/admin/maintenance/" + node + "/" + word)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(status.getString("nodes.find { it.name == '%s' }.status".formatted(node)))
                .isEqualTo(word);
    }
}
