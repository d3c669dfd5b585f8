package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.CommandLine.hasEnded;
import static dev.slipway.task.dialect.godocker.CommandLine.isShown;
import static dev.slipway.task.dialect.godocker.CommandLine.primary;
import static dev.slipway.task.dialect.godocker.CommandLine.secondary;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that make and change tasks, with the decisions the client takes by itself in between. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(TransitionTest.TwoRetries.class)
class CommandLineChangesTest {
    private static final TestNode NODE = new TestNode("commanding-node", 4);
    private static final CommandLine CARL = CommandLine.of("carl");

    @BeforeEach
    void accounts() {
        Accounts.announce("carl", 4811);
        Accounts.announce("admin", 4812);
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        CARL.ask("DELETE", "/user/carl/task");
    }

    private static long create(String label, String tag) {
        return CARL.create("carl", label, tag);
    }

    private static long create() {
        return create("", "\"t1\"");
    }

    private static JsonNode look(long id) {
        var task = CARL.ask("GET", "/task/" + id);
        isShown(task);
        return task;
    }

    private static ContainerCommand.Start running(long id) {
        var start = NODE.start(id);
        NODE.begin(start);
        eventually(() -> assertThat(look(id).at("/container/status").asText()).isEqualTo("ready"));
        return start;
    }

    private static void awaitEnd(long id) {
        eventually(() -> assertThat(hasEnded(look(id))).isTrue());
    }

    @Test
    void godjobCreateAndWaitToTheEnd() {
        var id = create();
        assertThat(hasEnded(look(id))).isFalse();
        NODE.serving(1_000, 100_000, () -> {
            var start = running(id);
            assertThat(hasEnded(look(id))).isFalse();
            NODE.end(start, 4);
            awaitEnd(id);
        });
        assertThat(look(id).at("/status/exitcode").intValue()).isEqualTo(4);
        assertThat(look(id).at("/user/uid").intValue()).isEqualTo(4811);
    }

    @Test
    void whoWaitsSeesTheEndOfATaskThatIsKilledInTheQueue() {
        var id = create("\"storage==ssd\"", "");
        assertThat(hasEnded(look(id))).isFalse();
        CARL.ask("DELETE", "/task/" + id);
        awaitEnd(id);
        assertThat(secondary(look(id))).isEqualTo("killed");
    }

    /** {@code godjob kill}: it asks first, and leaves alone what is over or asked for already. */
    private static boolean kill(long id) {
        var task = look(id);
        if (primary(task).equals("over") || secondary(task).equals("kill requested")) {
            return false;
        }
        assertThat(secondary(CARL.ask("DELETE", "/task/" + id))).isEqualTo("kill requested");
        return true;
    }

    @Test
    void godjobKillOfSeveral() {
        var waiting = create("\"storage==ssd\"", "");
        NODE.serving(1_000, 100_000, () -> {
            var id = create();
            var start = running(id);
            assertThat(kill(waiting)).isTrue();
            assertThat(kill(id)).isTrue();
            assertThat(kill(id)).isFalse();
            NODE.stop(id);
            NODE.end(start, 143);
            awaitEnd(id);
            awaitEnd(waiting);
            assertThat(secondary(look(id))).isEqualTo("killed");
            assertThat(kill(id)).isFalse();
            assertThat(kill(waiting)).isFalse();
        });
    }

    @Test
    void godjobKillallOfATagAndOfALogin() {
        var tagged = create("\"storage==ssd\"", "\"x\"");
        var first = create("\"storage==ssd\"", "");
        assertThat(CARL.ask("DELETE", "/user/carl/task?tag=x")).hasSize(1);
        awaitEnd(tagged);
        assertThat(primary(look(first))).isEqualTo("pending");
        assertThat(CommandLine.ofAdmin().ask("DELETE", "/user/carl/task")).hasSize(1);
        awaitEnd(first);
    }

    /** {@code godjob suspend}: what it refuses by itself. */
    private static boolean suspend(long id) {
        var task = look(id);
        if (Set.of("suspended", "suspend requested", "kill requested").contains(secondary(task))
                || primary(task).equals("over")
                || task.at("/command/interactive").booleanValue()) {
            return false;
        }
        assertThat(CommandLine.config().get("executor_features"))
                .anyMatch(it -> it.textValue().equals("pause"));
        isShown(CARL.ask("GET", "/task/" + id + "/suspend"));
        return true;
    }

    /** {@code godjob resume}: it does not know its own word for one that was asked for, and asks again. */
    private static boolean resume(long id) {
        var task = look(id);
        if (Set.of("none", "resumed", "kill requested", "suspend requested").contains(secondary(task))
                || primary(task).equals("over")) {
            return false;
        }
        isShown(CARL.ask("GET", "/task/" + id + "/resume"));
        return true;
    }

    private static void awaitSecondary(long id, String secondary) {
        eventually(() -> assertThat(secondary(look(id))).isEqualTo(secondary));
    }

    @Test
    void godjobSuspendAndResume() {
        NODE.serving(1_000, 100_000, () -> {
            var id = create();
            var start = running(id);
            assertThat(resume(id)).isFalse();
            assertThat(suspend(id)).isTrue();
            assertThat(suspend(id)).isFalse();
            NODE.pause(id);
            NODE.paused(start);
            awaitSecondary(id, "suspended");
            assertThat(suspend(id)).isFalse();
            assertThat(resume(id)).isTrue();
            assertThat(resume(id)).isTrue();
            assertThat(secondary(look(id))).isEqualTo("resume requested");
            NODE.resume(id);
            NODE.resumed(start);
            awaitSecondary(id, "resumed");
            assertThat(resume(id)).isFalse();
            assertThat(TestNode.commands(id)).hasSize(3);
            NODE.end(start, 0);
            awaitEnd(id);
            assertThat(suspend(id)).isFalse();
        });
    }

    @Test
    void godjobUpdate() {
        var id = create("\"storage==ssd\"", "");
        CARL.send("PUT", "/task/" + id, "{\"name\":\"maxlifespan\",\"value\":\"6d\"}");
        assertThat(look(id).at("/requirements/maxlifespan").textValue()).isEqualTo("6d");
    }

    @Test
    void godjobArchiveAndPurgeByNumberAndByAge() {
        var ids = new ArrayList<Long>();
        for (var tag : List.of("\"keep\"", "\"gone\"", "\"old\"", "\"drop\"")) {
            var id = create("\"storage==ssd\"", tag);
            assertThat(kill(id)).isTrue();
            awaitEnd(id);
            ids.add(id);
        }
        CARL.ask("GET", "/task/" + ids.get(0) + "/archive");
        assertThat(primary(look(ids.get(0)))).isEqualTo("archived");
        CARL.ask("DELETE", "/task/" + ids.get(1) + "/archive");
        assertThat(CARL.statusOf("GET", "/task/" + ids.get(1))).isEqualTo(404);
        CARL.ask("GET", "/archive/0");
        assertThat(primary(look(ids.get(2)))).isEqualTo("archived");
        CARL.ask("DELETE", "/archive/0?tag=drop");
        assertThat(CARL.statusOf("GET", "/task/" + ids.get(3))).isEqualTo(404);
        assertThat(primary(look(ids.get(2)))).isEqualTo("archived");
    }

    /** {@code godbatch play}: it keeps so many of its own under way, counted by their tag, with one token for all. */
    @Test
    void godbatchPlay() {
        NODE.serving(1_000, 100_000, () -> {
            var first = create("", "\"batch:night\"");
            create("\"storage==ssd\"", "\"another\"");
            assertThat(underWay()).isOne();
            NODE.end(running(first), 0);
            eventually(() -> assertThat(underWay()).isZero());
            var second = create("", "\"batch:night\"");
            assertThat(second).isGreaterThan(first);
            assertThat(underWay()).isOne();
            NODE.end(running(second), 0);
            eventually(() -> assertThat(underWay()).isZero());
        });
    }

    private static long underWay() {
        var count = 0;
        for (var task : CARL.ask("GET", "/task/active")) {
            for (var tag : task.at("/meta/tags")) {
                count += tag.textValue().equals("batch:night") ? 1 : 0;
            }
        }
        return count;
    }
}
