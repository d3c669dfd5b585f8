package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes have runs out and comes back: room, labels, devices, ports. Cases 30, 47 and 73 of godocker.md. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(TransitionTest.TwoRetries.class)
class SupplyTest {
    private static final TestNode NODE = new TestNode("supply-node", 1).withGpus(2);

    @BeforeEach
    void accounts() {
        Accounts.announce("sven", 5001);
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        as("sven").delete("/api/1.0/user/sven/task").then().statusCode(200);
    }

    private static long ask(String requirements) {
        return submit("sven", task("").replace("\"ram\":1", requirements));
    }

    private static void isRejected(long id, String reason) {
        eventually(() -> get("sven", id)
                .body("status.primary", equalTo("pending"))
                .body("status.secondary", equalTo("rejected by scheduler"))
                .body("status.reason", equalTo(reason))
                .body("container.ports", equalTo(List.of())));
    }

    private static void why(long id, String code) {
        as("sven").get("/api/v1/tasks/" + id + "/why").then().statusCode(200).body("reasons.code", hasItem(code));
    }

    @Test
    void whatANodeHasIsOfferedToClientsInTheConfiguration() {
        NODE.serving(
                1,
                1,
                () -> eventually(() -> given().get("/api/1.0/config")
                        .then()
                        .statusCode(200)
                        .body("executor_features", equalTo(List.of("kill", "pause", "interactive", "gpus")))));
    }

    /** So large that five fill the node, whatever small tasks of others lie on it. */
    @Test
    void case30FiveOfSixFitAndTheSixthRunsWhenThereIsRoom() {
        var ids = IntStream.range(0, 6).mapToObj(_ -> ask("\"ram\":199000")).toList();
        NODE.serving(1_000, 1_000_000, () -> {
            var starts = ids.subList(0, 5).stream().map(NODE::start).toList();
            ids.subList(0, 5)
                    .forEach(it -> get("sven", it)
                            .body("status.primary", equalTo("running"))
                            .body("container.meta.Node.Name", equalTo("host-of-supply-node")));
            isRejected(ids.get(5), "Not enough resources available");
            assertThat(TestNode.commands(ids.get(5))).isEmpty();
            NODE.end(starts.getFirst(), 0);
            var sixth = NODE.start(ids.get(5));
            starts.subList(1, 5).forEach(it -> NODE.end(it, 0));
            NODE.end(sixth, 0);
            ids.forEach(it -> awaitPrimary("sven", it, "over"));
        });
    }

    @Test
    void theLabelsANodeTellsDecideWhatItGets() {
        var disk = new TestNode("disk-node").labelled("storage", "disk");
        var ssd = new TestNode("ssd-node").labelled("storage", "ssd");
        disk.serving(1_000, 100_000, () -> {
            var fast = submit("sven", task("").replace("\"label\":[]", "\"label\":[\"storage==ssd\"]"));
            var slow = submit("sven", task("").replace("\"label\":[]", "\"label\":[\"storage==disk\"]"));
            disk.end(disk.start(slow), 0);
            isRejected(fast, "Not enough resources available");
            why(fast, "no_node_with_labels");
            ssd.serving(1_000, 100_000, () -> ssd.end(ssd.start(fast), 0));
            awaitPrimary("sven", fast, "over");
            awaitPrimary("sven", slow, "over");
        });
    }

    @Test
    void devicesRunOutAndComeBack() {
        NODE.serving(1_000, 100_000, () -> {
            var first = ask("\"ram\":1,\"gpus\":2");
            var start = NODE.start(first);
            assertThat(start.spec().gpus()).isEqualTo(2);
            NODE.begin(start);
            var second = ask("\"ram\":1,\"gpus\":1");
            isRejected(second, "Not enough resources available");
            why(second, "no_room");
            var without = ask("\"ram\":1");
            NODE.end(NODE.start(without), 0);
            NODE.end(start, 0);
            var next = NODE.start(second);
            assertThat(next.spec().gpus()).isEqualTo(1);
            NODE.end(next, 0);
            awaitPrimary("sven", second, "over");
        });
    }

    @Test
    void case47PortsComeBackAfterAKillAndAfterALoss() {
        NODE.serving(1_000, 100_000, () -> {
            var running = ask("\"ram\":1,\"ports\":[80]");
            var first = onlyPort(running, 1);
            NODE.begin(first);
            var fresh = ask("\"ram\":1,\"ports\":[81],\"failure_policy\":0");
            isRejected(fresh, "no port available");
            kill(running);
            NODE.end(first, 143);
            var second = onlyPort(fresh, 1);
            kill(fresh);
            NODE.failed(second, "stopped before it began");
            var lost = ask("\"ram\":1,\"ports\":[82],\"failure_policy\":1");
            NODE.lost(onlyPort(lost, 1), "engine gone");
            NODE.lost(onlyPort(lost, 2), "engine gone again");
            var last = ask("\"ram\":1,\"ports\":[83]");
            NODE.end(onlyPort(last, 1), 0);
            for (var id : List.of(running, fresh, lost, last)) {
                awaitPrimary("sven", id, "over");
                get("sven", id)
                        .body("container.ports", equalTo(List.of()))
                        .body("container.port_mapping", equalTo(List.of()));
            }
        });
    }

    /** The node has one: whoever gets it gets that one. */
    private static ContainerCommand.Start onlyPort(long id, int attempt) {
        var start = NODE.start(id, attempt);
        assertThat(start.spec().ports()).extracting(ContainerSpec.Port::host).containsExactly(10_000);
        return start;
    }

    private static void kill(long id) {
        as("sven").delete(TASK + "/" + id).then().statusCode(200).body("status.secondary", equalTo("kill requested"));
        NODE.stop(id);
    }
}
