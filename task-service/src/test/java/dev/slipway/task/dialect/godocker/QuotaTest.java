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
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.ObjectEvent;
import dev.slipway.platform.contract.ProjectEvent;
import dev.slipway.task.TestNode;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.usage.UsageEntry;
import dev.slipway.task.usage.UsageLedger;
import dev.slipway.task.usage.UsageWindows;
import dev.slipway.task.usage.Use;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** Quotas by case 91 of godocker.md, and that nothing overruns them. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class QuotaTest {
    private static final TestNode NODE = new TestNode("quota-node");

    @Inject
    UsageWindows windows;

    @Inject
    UsageLedger ledger;

    @Inject
    AttemptRepository attempts;

    @Inject
    OwnContext context;

    @Inject
    Pool database;

    @Test
    void case91ATimeQuotaThatIsUsedUpEndsTheNextTask() {
        Accounts.announce("quinn", 5301, 50, Limits.NONE);
        quota("quanta", "quinn", new Limits(10, 0, 0, 0, 0));
        int before = given().get(TASK + "/status/pending/count").path("total");
        NODE.serving(1_000, 100_000, () -> {
            var first = submitTo("quanta");
            var start = NODE.start(first);
            var began = Instant.now().minusSeconds(20);
            NODE.collected(start, 0, began, began.plusSeconds(20));
            awaitPrimary("quinn", first, "over");
            var next = submitTo("quanta");
            awaitPrimary("quinn", next, "over");
            get("quinn", next)
                    .body("status.secondary", equalTo("quota reached"))
                    .body("status.exitcode", nullValue())
                    .body("status.reason", containsString("project quanta"))
                    .body("status.date_over", not(nullValue()))
                    .body("status.date_running", not(nullValue()))
                    .body("status.duration", equalTo(0.0f))
                    .body("container.meta.State", nullValue());
            assertThat(TestNode.commands(next)).isEmpty();
            eventually(
                    () -> given().get(TASK + "/status/pending/count").then().body("total", lessThanOrEqualTo(before)));
        });
    }

    @Test
    void twoHundredAtOnceDoNotOverrunAQuota() throws Exception {
        Accounts.announce("quill", 5302, 50, new Limits(0, 3, 0, 0, 0));
        var ids = atOnce(200);
        NODE.serving(
                1_000,
                100_000,
                () -> TestNode.eventually(() -> {
                    assertThat(primaries(ids, "pending")).isZero();
                    assertThat(primaries(ids, "running")).isEqualTo(3);
                }));
        var commanded = Kafka.all(ContainerCommand.TOPIC, ContainerCommand.class).stream()
                .map(ContainerCommand::container)
                .collect(Collectors.toSet());
        assertThat(ids.stream().filter(it -> commanded.contains(it + "-1"))).hasSize(3);
        get(
                        "quill",
                        ids.stream()
                                .filter(it -> primaries(List.of(it), "over") == 1)
                                .findFirst()
                                .orElseThrow())
                .body("status.reason", containsString("3 of 3 cpus are used and it asks for 1"));
    }

    /** What it asks for counts once, and not against itself. */
    @Test
    void aTaskDoesNotUseUpItsOwnQuotaByAnotherAttempt() {
        Accounts.announce("quade", 5304, 50, new Limits(0, 4, 4, 0, 0));
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("quade", task("").replace("\"cpu\":1", "\"cpu\":4").replace("\"ram\":1", "\"ram\":4"));
            var first = NODE.start(id);
            NODE.begin(first);
            TestNode.eventually(() -> get("quade", id).body("container.status", equalTo("ready")));
            as("quade").get(TASK + "/" + id + "/reschedule").then().statusCode(200);
            NODE.stop(id);
            NODE.end(first, 143);
            NODE.run(NODE.start(id, 2), 0);
            awaitPrimary("quade", id, "over");
            get("quade", id).body("status.exitcode", equalTo(0));
            as("quade")
                    .get("/api/1.0/user/quade/usage")
                    .then()
                    .body("cpu", equalTo(List.of(4)))
                    .body("ram", equalTo(List.of(4)));
            var next = submit("quade", task(""));
            awaitPrimary("quade", next, "over");
            get("quade", next).body("status.reason", containsString("4 of 4 cpus are used and it asks for 1"));
        });
    }

    /** An attempt that ends between two looks would be in neither. */
    @Test
    void whatEndsWhileItIsLookedAtIsCountedOnce() throws Exception {
        Accounts.announce("quilla", 5305);
        var task = submit("quilla", task("").replace("\"primary\":null", "\"primary\":\"created\""));
        var now = Instant.now();
        var opened = new AtomicInteger();
        var until = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
        try (var writer = Executors.newSingleThreadExecutor()) {
            var writing = writer.submit(() -> {
                open(task, 1_000_000, Optional.empty());
                while (System.nanoTime() < until) {
                    open(task, opened.get() + 1, Optional.of(now.minusSeconds(1_000)));
                    opened.incrementAndGet();
                    end(task, opened.get(), now);
                }
            });
            while (!writing.isDone()) {
                var least = opened.get();
                var seconds = used("quilla", now).seconds();
                assertThat(seconds / 1_000).isBetween(least - 0.001, opened.get() + 1.001);
                assertThat(seconds % 1_000).isCloseTo(0, within(0.001));
            }
            writing.get();
        }
        sql("delete from attempt where task = $1 and number = 1000000", task);
        as("quilla").delete(TASK + "/" + task).then().statusCode(200);
    }

    private Use used(String owner, Instant now) {
        return context.run(() -> Panache.withSession(() -> windows.withLive(List.of(owner), List.of(), List.of(), now)))
                .await()
                .atMost(Duration.ofSeconds(20))
                .ofOwner(owner);
    }

    private void open(long task, int number, Optional<Instant> startedAt) {
        sql(
                "insert into attempt (task, number, node, cpus, ram_gb, gpus, placed_at, started_at)"
                        + " values ($1, $2, 'quota-node', 1, 1, 0, now(), $3)",
                task,
                number,
                startedAt.map(it -> it.atOffset(ZoneOffset.UTC)).orElse(null));
    }

    private void end(long task, int number, Instant at) {
        var start = at.minusSeconds(1_000);
        var run = Run.on("quota-node", number, start);
        var entry = new UsageEntry(task, number, "quilla", "default", 1, 1, 0, Optional.of(start), at);
        context.run(() -> Panache.withTransaction(() ->
                        attempts.closed(new TaskId(task), run, "killed", at).chain(() -> ledger.enter(entry))))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private void sql(String statement, Object... parameters) {
        database.preparedQuery(statement)
                .execute(Tuple.from(parameters))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    /** Whatever comes twice or late: files that were given up are given up. */
    @Test
    void filesAboveTheDiskQuotaEndTheNextTaskUntilSomeAreGivenUp() {
        Accounts.announce("quimby", 5303, 50, new Limits(0, 0, 0, 0, 1_000));
        NODE.serving(1_000, 100_000, () -> {
            var first = NODE.start(submit("quimby", task("")));
            collected(first, 600);
            collected(first, 600);
            var second = NODE.start(submit("quimby", task("")));
            collected(second, 401);
            awaitReasons(hasItem("The quota of user quimby: its files take 1001 of 1000 bytes of disk"));
            var refused = submit("quimby", task(""));
            awaitPrimary("quimby", refused, "over");
            get("quimby", refused)
                    .body("status.secondary", equalTo("quota reached"))
                    .body("status.exitcode", nullValue())
                    .body("status.reason", containsString("1001 of 1000 bytes"));
            assertThat(TestNode.commands(refused)).isEmpty();
            as("quimby")
                    .body("{\"image_name\":\"slipway/base\",\"script\":\"echo hello\"}")
                    .post("/upload")
                    .then()
                    .statusCode(422)
                    .body("error", containsString("1001 of 1000 bytes"));
            givenUp(first);
            givenUp(first);
            collected(first, 600);
            awaitReasons(not(hasItem(containsString("bytes"))));
            NODE.end(NODE.start(submit("quimby", task(""))), 0);
        });
    }

    private static void collected(ContainerCommand.Start start, long bytes) {
        var now = Instant.now();
        NODE.collected(start, 0, now, now, bytes);
        awaitPrimary("quimby", Long.parseLong(start.owner().id()), "over");
    }

    private static void givenUp(ContainerCommand.Start start) {
        Kafka.publish(
                new ObjectEvent.GivenUp("quimby", Long.parseLong(start.owner().id()), Instant.now()));
    }

    /** What would keep one more task waiting. */
    private static void awaitReasons(Matcher<?> expected) {
        TestNode.eventually(() -> as("quimby")
                .body("{\"image\":\"slipway/base:latest\",\"script\":\"echo hello\"}")
                .post("/api/v1/tasks?dry_run=true")
                .then()
                .statusCode(200)
                .body("reasons.detail", expected));
    }

    private static long primaries(List<Long> ids, String primary) {
        return ids.stream()
                .filter(it -> get("quill", it).extract().path("status.primary").equals(primary))
                .count();
    }

    private static List<Long> atOnce(int count) throws Exception {
        var ids = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            var running = new ArrayList<Future<Long>>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit((Callable<Long>) () -> submit("quill", task(""))));
            }
            for (var each : running) {
                ids.add(each.get());
            }
        }
        return ids;
    }

    /** By an administrator, who may submit to any project. */
    private static long submitTo(String project) {
        return GoDocker.asAdmin()
                .body(task("\"user\":{\"id\":\"quinn\",\"project\":\"%s\"},".formatted(project)))
                .post(TASK)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static void quota(String project, String member, Limits limits) {
        Kafka.publish(new ProjectEvent.Changed(
                project, "", member, List.of(member), 50, limits, List.of(), 1, Instant.now()));
        TestNode.eventually(() -> as(member).get("/api/v1/queue").then().statusCode(200));
    }
}
