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
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** Quotas by case 91 of godocker.md, and that nothing overruns them. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class QuotaTest {
    private static final TestNode NODE = new TestNode("quota-node");

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
