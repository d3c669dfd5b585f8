package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.document;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From submission to the proved end, with a node that is played: cases 17, 29 to 32, 40, 44, 46 to 49, 74 to 76. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LifecycleTest {
    private static final TestNode NODE = new TestNode("lifecycle-node");

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        Accounts.announce("lena", 4001);
        Accounts.announce("otto", 4002);
    }

    @Test
    void case29To32ATaskRunsAndIsOver() {
        NODE.serving(2, 4, () -> {
            var id = submit("lena", task(""));
            var start = NODE.start(id);
            assertThat(start.spec().script()).isEqualTo("#!/bin/sh\necho hello");
            assertThat(start.spec().environment()).containsEntry("GODOCKER_JID", Long.toString(id));
            get("lena", id)
                    .body("status.primary", equalTo("running"))
                    .body("status.secondary", nullValue())
                    .body("container.status", equalTo("initializing"))
                    .body("status.date_running", instanceOf(Number.class))
                    .body("container.meta.Node.Name", equalTo("host-of-lifecycle-node"));
            NODE.preparing(start);
            NODE.started(start);
            eventually(() -> get("lena", id).body("container.status", equalTo("ready")));
            get("lena", id)
                    .body("status.secondary", nullValue())
                    .body("container.ports", equalTo(List.of()))
                    .body("container.id", equalTo("engine-" + id + "-1"));
            var to = Instant.now();
            NODE.exited(start, 3, to.minusSeconds(2), to);
            NODE.collected(start, 3, to.minusSeconds(2), to);
            awaitPrimary("lena", id, "over");
            var over = document("lena", id);
            assertThat(over.getString("status.secondary")).isEmpty();
            assertThat(over.getInt("status.exitcode")).isEqualTo(3);
            assertThat(over.getInt("container.meta.State.ExitCode")).isEqualTo(3);
            assertThat(over.getDouble("status.date_over"))
                    .isGreaterThanOrEqualTo(over.getDouble("status.date_running"));
            assertThat(over.getDouble("status.duration")).isNotNegative();
            assertThat(over.getList("container.ports")).isEmpty();
            assertThat(over.getList("container.volumes.path")).contains(TestNode.directory(start.owner()));
            as("lena")
                    .get(TASK + "/" + id + "/status")
                    .then()
                    .body("status.primary", equalTo("over"))
                    .body("id", equalTo((int) id));
            assertThat(events(id)).containsExactly("Submitted", "Placed", "Started", "Ended");
        });
    }

    @Test
    void aShortRunIsToldByItsEndAlone() {
        NODE.serving(2, 4, () -> {
            var id = submit("lena", task(""));
            var start = NODE.start(id);
            var to = Instant.now();
            NODE.collected(start, 3, to.minusMillis(200), to);
            awaitPrimary("lena", id, "over");
            var over = document("lena", id);
            assertThat(over.getString("container.id")).isEqualTo("engine-" + id + "-1");
            assertThat(over.getList("container.volumes.path")).contains(TestNode.directory(start.owner()));
            assertThat(over.getDouble("status.date_over") - over.getDouble("status.date_running"))
                    .isBetween(0.0, 0.5);
            assertThat(events(id)).containsExactly("Submitted", "Placed", "Started", "Ended");
        });
    }

    @Test
    void aNodeThatIsFullTakesTheNextTaskAsSoonAsOneExits() {
        NODE.serving(1, 4, () -> {
            var first = submit("lena", task(""));
            var second = submit("lena", task(""));
            var start = NODE.start(first);
            NODE.preparing(start);
            NODE.started(start);
            eventually(() -> get("lena", second)
                    .body("status.secondary", equalTo("rejected by scheduler"))
                    .body("status.reason", equalTo("Not enough resources available")));
            NODE.exited(start, 0, Instant.now(), Instant.now());
            var next = NODE.start(second);
            get("lena", first).body("status.primary", equalTo("running"));
            NODE.collected(start, 0, Instant.now(), Instant.now());
            NODE.run(next, 0);
            awaitPrimary("lena", first, "over");
            awaitPrimary("lena", second, "over");
        });
    }

    @Test
    void case17ACreatedTaskIsNotScheduledBeforeItsRelease() {
        NODE.serving(2, 4, () -> {
            var held = submit("lena", task("").replace("\"primary\":null", "\"primary\":\"created\""));
            var other = submit("lena", task(""));
            NODE.run(NODE.start(other), 0);
            awaitPrimary("lena", other, "over");
            get("lena", held).body("status.primary", equalTo("created"));
            assertThat(TestNode.commands(held)).isEmpty();
            as("lena")
                    .get(TASK + "/" + held + "/pending")
                    .then()
                    .statusCode(200)
                    .body("status.primary", equalTo("pending"));
            NODE.run(NODE.start(held), 0);
            awaitPrimary("lena", held, "over");
        });
    }

    @Test
    void case44UrisAreAFileBesideTheScript() {
        NODE.serving(2, 4, () -> {
            var id = submit("lena", task("").replace("\"cpu\":1", "\"cpu\":1,\"uris\":[\"a\",\"b\"]"));
            var start = NODE.start(id);
            assertThat(start.spec().files()).containsEntry("godocker-uris.txt", "a\nb\n");
            get("lena", id).body("requirements.uris", equalTo(List.of("a", "b")));
            NODE.run(start, 0);
            awaitPrimary("lena", id, "over");
        });
    }

    @Test
    void case46And49AWaitingTaskIsKilledAtOnce() {
        var id = submit("lena", task(""));
        as("lena")
                .delete(TASK + "/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo((int) id))
                .body("status.primary", equalTo("pending"))
                .body("status.secondary", equalTo("kill requested"));
        awaitPrimary("lena", id, "over");
        get("lena", id)
                .body("status.secondary", equalTo("killed"))
                .body("status.exitcode", equalTo(137))
                .body("status.duration", equalTo(0.0f))
                .body("status.date_running", instanceOf(Number.class))
                .body("status.date_over", instanceOf(Number.class))
                .body("container.meta.State.ExitCode", equalTo(137));
        assertThat(TestNode.commands(id)).isEmpty();
        assertThat(ledger(id)).isZero();
    }

    @Test
    void case47And48ARunningTaskIsKilledOnce() {
        NODE.serving(2, 4, () -> {
            var id = submit("lena", task(""));
            var start = NODE.start(id);
            NODE.preparing(start);
            NODE.started(start);
            eventually(() -> get("lena", id).body("container.status", equalTo("ready")));
            for (int i = 0; i < 2; i++) {
                as("lena")
                        .delete(TASK + "/" + id)
                        .then()
                        .statusCode(200)
                        .body("status.primary", equalTo("running"))
                        .body("status.secondary", equalTo("kill requested"));
            }
            NODE.stop(id);
            var to = Instant.now();
            NODE.exited(start, 143, to.minusSeconds(1), to);
            NODE.collected(start, 143, to.minusSeconds(1), to);
            awaitPrimary("lena", id, "over");
            get("lena", id)
                    .body("status.secondary", equalTo("killed"))
                    .body("status.exitcode", equalTo(137))
                    .body("container.meta.State.ExitCode", equalTo(137));
            as("lena").delete(TASK + "/" + id).then().statusCode(200).body("status.secondary", equalTo("killed"));
            assertThat(ledger(id)).isOne();
            assertThat(TestNode.commands(id).stream().filter(ContainerCommand.Stop.class::isInstance))
                    .hasSize(1);
        });
    }

    @Test
    void aKillThatRacesWithTheEndLeavesOneEnd() {
        NODE.serving(2, 4, () -> {
            var id = submit("lena", task(""));
            var start = NODE.start(id);
            NODE.preparing(start);
            NODE.started(start);
            var to = Instant.now();
            var killing = Thread.ofVirtual()
                    .start(() -> as("lena").delete(TASK + "/" + id).then().statusCode(200));
            NODE.collected(start, 0, to.minusSeconds(1), to);
            awaitPrimary("lena", id, "over");
            eventually(() -> assertThat(killing.isAlive()).isFalse());
            var secondary = document("lena", id).getString("status.secondary");
            NODE.collected(start, 9, to.minusSeconds(1), to);
            NODE.failed(start, "late");
            settle("otto");
            get("lena", id).body("status.secondary", equalTo(secondary)).body("status.exitcode", not(equalTo(9)));
            assertThat(ledger(id)).isOne();
        });
    }

    @Test
    void whatIsToldTwiceOrOfAnotherAttemptChangesNothing() {
        NODE.serving(2, 4, () -> {
            var id = submit("lena", task(""));
            var start = NODE.start(id);
            var older = new ContainerCommand.Start(id + "-0", start.node(), start.owner(), 0, start.spec(), start.at());
            var newer = new ContainerCommand.Start(id + "-2", start.node(), start.owner(), 2, start.spec(), start.at());
            NODE.failed(older, "old");
            NODE.failed(newer, "not yet there");
            NODE.run(start, 0);
            awaitPrimary("lena", id, "over");
            var before = get("lena", id).extract().asString();
            NODE.run(start, 7);
            NODE.run(start, 8);
            settle("otto");
            assertThat(get("lena", id).extract().asString()).isEqualTo(before);
            assertThat(ledger(id)).isOne();
            assertThat(events(id)).containsOnlyOnce("Ended");
        });
    }

    @Test
    void whatIsNoEventIsPutAsideAndTheNextIsHandled() {
        Kafka.publish(ContainerEvent.TOPIC, "task-1", "{\"type\":");
        Kafka.publish(ContainerEvent.TOPIC, "task-1", "{\"type\":\"container.born\",\"container\":\"1-1\"}");
        settle("otto");
    }

    @Test
    void anImageThatCannotBePulledEndsTheTaskWithTheEnginesText() {
        NODE.serving(2, 4, () -> {
            var id = submit("lena", task(""));
            var start = NODE.start(id);
            NODE.preparing(start);
            NODE.failed(start, "pull access denied for nope");
            awaitPrimary("lena", id, "over");
            get("lena", id)
                    .body("status.secondary", equalTo(""))
                    .body("status.reason", equalTo("pull access denied for nope"))
                    .body("status.exitcode", equalTo(125))
                    .body("status.duration", equalTo(0.0f));
        });
    }

    @Test
    void case74To76FinishedTasksArePagedNewestFirst() {
        Accounts.announce("page", 4003);
        var ids = IntStream.range(0, 12)
                .mapToObj(_ -> (int) submit("page", task("")))
                .toList()
                .reversed();
        ids.forEach(id -> as("page").delete(TASK + "/" + id).then().statusCode(200));
        as("page")
                .post(TASK + "/over/0/0")
                .then()
                .statusCode(200)
                .header("Content-Type", GoDocker.JSON)
                .body("id", equalTo(ids));
        as("page").post(TASK + "/over/10/5").then().statusCode(200).body("id", equalTo(ids.subList(10, 12)));
        as("page").post(TASK + "/over/2/3").then().statusCode(200).body("id", equalTo(ids.subList(2, 5)));
        var from = document("page", ids.get(5)).getDouble("status.date_running");
        var to = document("page", ids.get(8)).getDouble("status.date_running");
        var low = Math.min(from, to) - 0.001;
        var high = Math.max(from, to) + 0.001;
        as("page")
                .body("{\"start\":%f,\"end\":%f}".formatted(low, high))
                .post(TASK + "/over/0/100")
                .then()
                .statusCode(200)
                .body("id", hasItem(ids.get(5)))
                .body("id", hasItem(ids.get(8)))
                .body("id", not(hasItem(ids.get(0))));
        as("page").body("{\"start\":\"x\"}").post(TASK + "/over/0/100").then().statusCode(400);
        as("page")
                .post(TASK + "/over/x/100")
                .then()
                .statusCode(400)
                .body("msg", equalTo("skip: must be a whole number of at least 0"));
        as("page").post(TASK + "/over/0/-1").then().statusCode(400);
        as("otto").post(TASK + "/over/0/0?project=none").then().statusCode(200).body("", hasSize(0));
        as("page")
                .get(TASK + "/active")
                .then()
                .statusCode(200)
                .body("", hasSize(0))
                .body("", not(hasKey("msg")));
    }

    /** When a whole life told now is over, everything told before of any task has been handled too: four partitions. */
    private static void settle(String login) {
        NODE.serving(8, 8, () -> {
            var ids = IntStream.range(0, 8)
                    .mapToLong(_ -> submit(login, task("")))
                    .toArray();
            for (var id : ids) {
                NODE.run(NODE.start(id), 0);
            }
            for (var id : ids) {
                awaitPrimary(login, id, "over");
            }
        });
    }

    private static List<String> events(long id) {
        eventually(() -> assertThat(told(id)).contains("Ended"));
        return told(id);
    }

    private static List<String> told(long id) {
        return Kafka.all(TaskEvent.TOPIC, TaskEvent.class).stream()
                .filter(it -> it.task() == id)
                .map(it -> it.getClass().getSimpleName())
                .toList();
    }

    private long ledger(long id) {
        return database.preparedQuery("select count(*) from usage_ledger where task = $1")
                .execute(Tuple.of(id))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
