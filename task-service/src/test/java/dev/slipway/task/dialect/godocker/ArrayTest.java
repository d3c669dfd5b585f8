package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.array;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.document;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Limits;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Arrays: cases 63 to 69 of godocker.md, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ArrayTest {
    private static final TestNode NODE = new TestNode("array-node", 2);

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        Accounts.announce("arno", 4301);
        Accounts.announce("bert", 4302);
        Accounts.announce("vida", 4303, 50, new Limits(0, 0, 1, 0, 0));
    }

    @Test
    void case63AnArrayIsAParentAndItsChildren() {
        var parent = submit("arno", array("1:3:1"));
        var children = List.of((int) parent + 1, (int) parent + 2, (int) parent + 3);
        get("arno", parent)
                .body("requirements.array.nb_tasks", equalTo(3))
                .body("requirements.array.nb_tasks_over", equalTo(0))
                .body("requirements.array.values", equalTo("1:3:1"))
                .body("requirements.array.tasks", equalTo(children))
                .body("parent_task_id", nullValue());
        for (int place = 0; place < 3; place++) {
            get("arno", children.get(place))
                    .body("parent_task_id", equalTo((int) parent))
                    .body("requirements.array.values", nullValue())
                    .body("requirements.array.task_id", equalTo(place + 1))
                    .body("requirements.array.tasks", equalTo(List.of()))
                    .body("meta.name", equalTo("blast"))
                    .body("meta.tags", equalTo(List.of("t1")))
                    .body("status.primary", equalTo("pending"));
        }
        as("bert").get(TASK + "/" + children.getFirst()).then().statusCode(403);
        assertThat(rows(parent)).isZero();
        as("arno").delete(TASK + "/" + parent).then().statusCode(200);
    }

    @Test
    void case65To67ItIsOverWhenAllOfItsChildrenAre() {
        NODE.serving(1_000, 100_000, () -> {
            var parent = submit("arno", array("2:6:2"));
            var first = NODE.start(parent + 1);
            var second = NODE.start(parent + 2);
            for (var prefix : List.of("GODOCKER_TASK_", "GOGOCKER_TASK_")) {
                assertThat(first.spec().environment())
                        .containsEntry(prefix + "ID", "2")
                        .containsEntry(prefix + "FIRST", "2")
                        .containsEntry(prefix + "LAST", "6")
                        .containsEntry(prefix + "STEP", "2");
            }
            assertThat(second.spec().environment()).containsEntry("GODOCKER_TASK_ID", "4");
            assertThat(second.spec().member()).isEqualTo(new ContainerSpec.Member(Long.toString(parent), 4));
            get("arno", parent)
                    .body("status.primary", equalTo("running"))
                    .body("status.date_running", instanceOf(Number.class))
                    .body("container.meta.State.ExitCode", equalTo(0));
            get("arno", parent + 3).body("status.primary", equalTo("pending"));
            NODE.begin(first);
            NODE.begin(second);
            NODE.end(first, 0);
            NODE.end(second, 5);
            awaitPrimary("arno", parent + 2, "over");
            get("arno", parent)
                    .body("status.primary", equalTo("running"))
                    .body("requirements.array.nb_tasks_over", equalTo(2));
            var third = NODE.start(parent + 3);
            NODE.begin(third);
            NODE.end(third, 7);
            awaitPrimary("arno", parent, "over");
            get("arno", parent)
                    .body("status.secondary", equalTo(""))
                    .body("status.exitcode", equalTo(5))
                    .body("container.meta.State.ExitCode", equalTo(5))
                    .body("requirements.array.nb_tasks_over", equalTo(3));
            get("arno", parent + 3).body("status.exitcode", equalTo(7));
            NODE.end(third, 9);
            assertThat(Kafka.await(
                            TaskEvent.TOPIC,
                            TaskEvent.class,
                            it -> it.task() == parent && it instanceof TaskEvent.Ended))
                    .isInstanceOfSatisfying(
                            TaskEvent.Ended.class,
                            it -> assertThat(it.exitCode()).isEqualTo(5));
        });
    }

    @Test
    void itEndsWithTheLastOfItsChildrenInWhateverOrderTheyAreTold() {
        NODE.serving(1_000, 100_000, () -> {
            var parent = submit("arno", array("1:2:1"));
            var first = NODE.start(parent + 1);
            var second = NODE.start(parent + 2);
            var last = Instant.now();
            NODE.collected(first, 0, last.minusSeconds(9), last);
            awaitPrimary("arno", parent + 1, "over");
            NODE.collected(second, 0, last.minusSeconds(9), last.minusSeconds(5));
            awaitPrimary("arno", parent, "over");
            assertThat(document("arno", parent).getDouble("status.date_over")).isEqualTo(last.toEpochMilli() / 1000.0);
        });
    }

    @Test
    void whatAQuotaKeepsFromRunningAltogetherWasRefused() {
        NODE.serving(1_000, 100_000, () -> {
            var parent = submit("vida", array("1:3:1").replace("\"ram\":1", "\"ram\":3"));
            awaitPrimary("vida", parent, "over");
            get("vida", parent)
                    .body("status.secondary", equalTo("quota reached"))
                    .body("status.reason", containsString("it asks for 3"))
                    .body("status.exitcode", nullValue())
                    .body("requirements.array.nb_tasks_over", equalTo(3));
        });
    }

    @Test
    void case68AKillReachesAllChildren() {
        NODE.serving(1_000, 100_000, () -> {
            var parent = submit("arno", array("1:1000"));
            var first = NODE.start(parent + 1);
            var second = NODE.start(parent + 2);
            NODE.begin(first);
            as("arno")
                    .delete(TASK + "/" + parent)
                    .then()
                    .statusCode(200)
                    .body("status.secondary", equalTo("kill requested"));
            as("arno").delete(TASK + "/" + parent).then().statusCode(200);
            NODE.stop(parent + 1);
            NODE.stop(parent + 2);
            for (var never : List.of(parent + 3, parent + 1000)) {
                get("arno", never)
                        .body("status.primary", equalTo("over"))
                        .body("status.secondary", equalTo("killed"))
                        .body("status.exitcode", equalTo(137))
                        .body("status.duration", equalTo(0.0f));
            }
            get("arno", parent)
                    .body("status.primary", equalTo("running"))
                    .body("requirements.array.nb_tasks_over", equalTo(998));
            NODE.end(first, 143);
            NODE.failed(second, "stopped before it started");
            awaitPrimary("arno", parent, "over");
            get("arno", parent)
                    .body("status.secondary", equalTo("killed"))
                    .body("status.exitcode", equalTo(137))
                    .body("requirements.array.nb_tasks_over", equalTo(1000));
            get("arno", parent + 1).body("status.secondary", equalTo("killed"));
            get("arno", parent + 2).body("status.secondary", equalTo("killed"));
            assertThat(rows(parent)).isEqualTo(2);
        });
    }

    @Test
    void case80AnArrayIsCountedWithAllOfItsChildren() {
        nobodyElseWaits();
        var before = Counted.now();
        var held = submit("arno", array("1:3").replace("\"primary\":null", "\"primary\":\"created\""));
        var parent = submit("arno", array("1:1000"));
        counted(before.plus(1001, 0, 0, 1005));
        NODE.serving(1_000, 100_000, () -> {
            var first = NODE.start(parent + 1);
            var second = NODE.start(parent + 2);
            NODE.begin(first);
            NODE.begin(second);
            counted(before.plus(998, 3, 0, 1005));
            as("arno").get(TASK + "/" + (parent + 1) + "/reschedule").then().statusCode(200);
            NODE.stop(parent + 1);
            counted(before.plus(998, 3, 0, 1005));
            as("arno").delete(TASK + "/" + (parent + 2)).then().statusCode(200);
            counted(before.plus(998, 3, 1, 1005));
            as("arno").delete(TASK + "/" + parent).then().statusCode(200);
            counted(before.plus(0, 3, 3, 7));
            NODE.end(first, 143);
            NODE.end(second, 143);
            awaitPrimary("arno", parent, "over");
        });
        as("arno").delete(TASK + "/" + held).then().statusCode(200);
        counted(before);
    }

    /** What other tests left in the queue would begin on this one's node. */
    private void nobodyElseWaits() {
        for (var row : database.query("select distinct owner from task where state in ('created', 'pending', 'spread')")
                .executeAndAwait()) {
            asAdmin()
                    .delete("/api/1.0/user/" + row.getString(0) + "/task")
                    .then()
                    .statusCode(200);
        }
        eventually(() -> assertThat(Counted.now().pending).isZero());
    }

    /** What anybody is told of all tasks; at most a second old. */
    private record Counted(int pending, int running, int kill, int all) {
        static Counted now() {
            return new Counted(of("pending"), of("running"), of("kill"), of("all"));
        }

        private static int of(String status) {
            return given().get(TASK + "/status/" + status + "/count").path("total");
        }

        Counted plus(int morePending, int moreRunning, int moreKill, int moreAll) {
            return new Counted(pending + morePending, running + moreRunning, kill + moreKill, all + moreAll);
        }
    }

    private static void counted(Counted expected) {
        eventually(() -> assertThat(Counted.now()).isEqualTo(expected));
    }

    @Test
    void theListOfLiveTasksHasEveryChildOnce() {
        var before = submit("bert", array("1:2"));
        var parent = submit("bert", array("1:450"));
        var after = submit("bert", task(""));
        for (var killed : List.of(parent + 100, parent + 301)) {
            as("bert").delete(TASK + "/" + killed).then().statusCode(200);
        }
        var touched = parent + 202;
        as("bert")
                .body("{\"name\":\"maxlifespan\",\"value\":\"6d\"}")
                .put(TASK + "/" + touched)
                .then()
                .statusCode(200);
        var expected = LongStream.rangeClosed(before, after)
                .filter(it -> it != parent + 100 && it != parent + 301)
                .boxed()
                .sorted(Comparator.reverseOrder())
                .toList();
        var list = as("bert")
                .get(TASK + "/active")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(list.getList("id", Long.class)).isEqualTo(expected);
        assertThat(list.getMap("find { it.id == %d }.requirements.array".formatted(parent + 450)))
                .containsEntry("task_id", 450)
                .containsEntry("values", null);
        assertThat(list.getList("meta.tags")).containsOnly(List.of("t1"));
        assertThat(asAdmin().get(TASK + "/active/all").jsonPath().getList("id", Long.class))
                .containsSubsequence(expected);
        as("bert").delete("/api/1.0/user/bert/task").then().statusCode(200);
        assertThat(as("bert").get(TASK + "/active").jsonPath().getList("id")).isEmpty();
    }

    @Test
    void anArrayThatWaitsIsOverAtOnceWhenItIsKilled() {
        var parent = submit("arno", array("50"));
        as("arno").delete(TASK + "/" + parent).then().statusCode(200);
        get("arno", parent)
                .body("status.primary", equalTo("over"))
                .body("status.secondary", equalTo("killed"))
                .body("requirements.array.nb_tasks_over", equalTo(50));
        get("arno", parent + 50).body("status.secondary", equalTo("killed"));
    }

    @Test
    void childrenAreKilledOneByOneToo() {
        var parent = submit("arno", array("2"));
        as("arno")
                .delete(TASK + "/" + (parent + 2))
                .then()
                .statusCode(200)
                .body("status.secondary", equalTo("kill requested"));
        get("arno", parent + 2).body("status.secondary", equalTo("killed"));
        get("arno", parent)
                .body("status.primary", equalTo("pending"))
                .body("requirements.array.nb_tasks_over", equalTo(1));
        get("arno", parent + 1).body("status.primary", equalTo("pending"));
        as("arno").delete(TASK + "/" + (parent + 1)).then().statusCode(200);
        get("arno", parent).body("status.primary", equalTo("over")).body("status.exitcode", equalTo(137));
    }

    @Test
    void case51SuspendOfAnArrayIsRejected() {
        var parent = submit("arno", array("2"));
        as("arno")
                .get(TASK + "/" + parent + "/suspend")
                .then()
                .statusCode(200)
                .body("status.secondary", equalTo("suspend rejected"));
        as("arno")
                .get(TASK + "/" + parent + "/resume")
                .then()
                .statusCode(200)
                .body("status.secondary", equalTo("resume rejected"));
        as("arno").delete(TASK + "/" + parent).then().statusCode(200);
    }

    @Test
    void tenThousandAreAcceptedAtOnceAndAllOrNothing() {
        var best = Duration.ofDays(1);
        long parent = 0;
        for (int i = 0; i < 10; i++) {
            var body = array("1:10000");
            var from = System.nanoTime();
            parent = submit("arno", body);
            var took = Duration.ofNanos(System.nanoTime() - from);
            best = took.compareTo(best) < 0 ? took : best;
            if (i < 9) {
                as("arno").delete(TASK + "/" + parent).then().statusCode(200);
            }
        }
        assertThat(best).isLessThan(Duration.ofMillis(500));
        get("arno", parent + 10000).body("requirements.array.task_id", equalTo(10000));
        var after = submit("arno", task(""));
        assertThat(after).isGreaterThan(parent + 10000);
        get("arno", after).body("parent_task_id", nullValue());
        as("arno")
                .body(array("100001"))
                .post(TASK)
                .then()
                .statusCode(400)
                .body("msg", containsString("requirements.array.values"));
        for (var left : List.of(parent, after)) {
            as("arno").delete(TASK + "/" + left).then().statusCode(200);
        }
    }

    private long rows(long parent) {
        return database.preparedQuery("select count(*) from task where parent_id = $1")
                .execute(Tuple.of(parent))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
