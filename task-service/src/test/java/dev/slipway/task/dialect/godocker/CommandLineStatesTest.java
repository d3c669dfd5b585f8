package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.CommandLine.isShown;
import static dev.slipway.task.dialect.godocker.CommandLine.listed;
import static dev.slipway.task.dialect.godocker.CommandLine.number;
import static dev.slipway.task.dialect.godocker.CommandLine.primary;
import static dev.slipway.task.dialect.godocker.CommandLine.texts;
import static dev.slipway.task.dialect.godocker.CommandLine.whole;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.Limits;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code godjob list}, {@code show} and {@code --wait} on tasks in the states that are rare. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(TransitionTest.TwoRetries.class)
class CommandLineStatesTest {
    private static final TestNode NODE = new TestNode("states-node", 4);
    private static final CommandLine CARA = CommandLine.of("cara");

    @BeforeEach
    void accounts() {
        Accounts.announce("cara", 4811, 50, new Limits(0, 0, 50_000, 0, 0));
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        CARA.ask("DELETE", "/user/cara/task");
    }

    /** Shown and on the list it belongs to; the client must be able to read both. */
    private static JsonNode seen(long id, String list) {
        var shown = CARA.ask("GET", "/task/" + id);
        isShown(shown);
        listed(list.equals("active") ? CARA.ask("GET", "/task/active") : CARA.post("/task/over/0/0"), id);
        return shown;
    }

    private static void secondary(long id, String word) {
        eventually(() -> assertThat(
                        CARA.ask("GET", "/task/" + id).at("/status/secondary").textValue())
                .isEqualTo(word));
    }

    @Test
    void oneThatAQuotaRefused() {
        var id = submit("cara", task("").replace("\"ram\":1", "\"ram\":50001"));
        awaitPrimary("cara", id, "over");
        var shown = seen(id, "over");
        assertThat(shown.at("/status/secondary").textValue()).isEqualTo("quota reached");
        assertThat(shown.at("/status/reason").textValue()).contains("of 50000 GiB of memory");
        assertThat(shown.get("status").has("exitcode")).isTrue();
        // Else --wait waits for ever.
        number(shown, "/status/date_running", "/status/date_over");
    }

    @Test
    void oneThatStandsStillAndGoesOn() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("cara", task("").replace("\"ram\":1", "\"ram\":1,\"ports\":[80]"));
            var start = begun(id, 1);
            CARA.ask("GET", "/task/" + id + "/suspend");
            assertThat(primary(seen(id, "active"))).isEqualTo("running");
            NODE.paused(start);
            secondary(id, "suspended");
            var suspended = seen(id, "active");
            assertThat(primary(suspended)).isEqualTo("running");
            assertThat(suspended.at("/status/date_over").isNull()).isTrue();
            assertThat(suspended.at("/container/ports")).hasSize(1);
            CARA.ask("GET", "/task/" + id + "/resume");
            // It does not know the right word for this, and asks again.
            CARA.ask("GET", "/task/" + id + "/resume");
            NODE.resumed(start);
            secondary(id, "resumed");
            CARA.ask("GET", "/task/" + id + "/resume");
            secondary(id, "resumed");
            seen(id, "active");
            assertThat(TestNode.commands(id).stream().filter(ContainerCommand.Resume.class::isInstance))
                    .hasSize(1);
            NODE.end(start, 0);
            awaitPrimary("cara", id, "over");
            seen(id, "over");
        });
    }

    @Test
    void oneThatWaitsForAnotherAttempt() {
        var starts = new ContainerCommand.Start[1];
        NODE.serving(1_000, 100_000, () -> {
            starts[0] = begun(submit("cara", task("")), 1);
            CARA.ask("GET", "/task/" + starts[0].owner().id() + "/reschedule");
        });
        var id = Long.parseLong(starts[0].owner().id());
        seen(id, "active");
        // The node takes no work now.
        NODE.end(starts[0], 143);
        secondary(id, "rescheduled");
        var waiting = seen(id, "active");
        assertThat(primary(waiting)).isEqualTo("pending");
        number(waiting, "/status/date_running");
        assertThat(waiting.at("/status/date_over").isNull()).isTrue();
        assertThat(waiting.at("/container/meta").isObject()).isTrue();
        assertThat(waiting.at("/container/ports")).isEmpty();
        CARA.ask("DELETE", "/task/" + id);
        assertThat(seen(id, "over").at("/status/exitcode").intValue()).isEqualTo(137);
    }

    @Test
    void oneThatIsTriedAgain() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("cara", task("").replace("\"cpu\":1", "\"cpu\":1,\"failure_policy\":1"));
            NODE.lost(begun(id, 1), "engine gone");
            var second = begun(id, 2);
            var shown = seen(id, "active");
            assertThat(shown.at("/status/secondary").isNull()).isTrue();
            assertThat(shown.at("/status/failure/reason").textValue()).isEqualTo("engine gone");
            texts(shown, "/status/failure/nodes");
            whole(shown, "/status/failure/count");
            NODE.lost(second, "engine gone again");
            awaitPrimary("cara", id, "over");
            assertThat(seen(id, "over").at("/status/reason").textValue()).isEqualTo("engine gone again");
        });
    }

    @Test
    void oneWhoseFilesAreGone() {
        NODE.serving(1_000, 100_000, () -> {
            var array = submit("cara", task("").replace("\"values\":null", "\"values\":\"2\""));
            for (var child : List.of(array + 1, array + 2)) {
                NODE.run(NODE.start(child), 0);
            }
            awaitPrimary("cara", array, "over");
            CARA.ask("GET", "/task/" + array + "/archive");
            awaitPrimary("cara", array, "archived");
            for (long it = array; it <= array + 2; it++) {
                assertThat(primary(seen(it, "over"))).isEqualTo("archived");
            }
        });
    }

    private static ContainerCommand.Start begun(long id, int attempt) {
        var start = NODE.start(id, attempt);
        NODE.begin(start);
        eventually(() -> assertThat(
                        CARA.ask("GET", "/task/" + id).at("/container/status").asText())
                .isEqualTo("ready"));
        return start;
    }
}
