package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is refused leaves nothing behind: no task, no child, no dependency, no event. Section 3.5 of godocker.md. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(TransitionTest.TwoRetries.class)
class NothingStoredTest {
    private static final List<String> TABLES = List.of("task", "attempt", "task_dependency", "script", "idempotency");

    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        Accounts.announce("nessa", 4831);
        Accounts.announce("niall", 4832);
    }

    private record Refusal(int status, String message, String right, String wrong) {}

    private static Stream<Refusal> refusals(long anothers) {
        return Stream.of(
                parents("999999999", 400, "requirements.tasks: no task 999999999"),
                parents("\"abc\"", 400, "requirements.tasks[0]: "),
                parents("-1", 400, "requirements.tasks[0]: "),
                parents("1.5", 400, "requirements.tasks[0]: "),
                parents(Long.toString(anothers), 403, "requirements.tasks: "),
                array("\"a\""),
                array("\"1:5:0\""),
                array("\"5:1\""),
                array("\"1:2:3:4\""),
                array("\"100001\""),
                array("0"),
                requirement("\"maxlifespan\":\"30m\"", 400, "requirements.maxlifespan: "),
                requirement("\"queue\":\"fast\"", 403, "requirements.queue: "),
                requirement("\"executor\":\"foo\"", 400, "requirements.executor: "),
                requirement("\"gpus\":-1", 400, "requirements.gpus: "),
                requirement("\"network\":\"user\"", 400, "requirements.network: "),
                new Refusal(400, "requirements.label: ", "\"label\":[]", "\"label\":[\"storage==tape\"]"),
                new Refusal(
                        400,
                        "requirements.tmpstorage.size: ",
                        "\"tmpstorage\":null",
                        "\"tmpstorage\":{\"size\":\"x\"}"),
                new Refusal(400, "status.primary: ", "\"primary\":null", "\"primary\":\"over\""),
                new Refusal(400, "command.cmd: ", "\"cmd\":\"#!/bin/sh\\necho hello\"", "\"cmd\":\"\""),
                new Refusal(403, "container.root: ", "\"root\":false", "\"root\":true"),
                new Refusal(403, "user.project: ", "\"meta\":", "\"user\":{\"project\":\"secret\"},\"meta\":"),
                new Refusal(403, "user.id: ", "\"meta\":", "\"user\":{\"id\":\"niall\"},\"meta\":"));
    }

    private static Refusal parents(String list, int status, String message) {
        return new Refusal(status, message, "\"tasks\":[]", "\"tasks\":[" + list + "]");
    }

    private static Refusal array(String values) {
        return new Refusal(400, "requirements.array.values: ", "\"values\":null", "\"values\":" + values);
    }

    private static Refusal requirement(String member, int status, String message) {
        return new Refusal(status, message, "\"cpu\":1", "\"cpu\":1," + member);
    }

    @Test
    void whatIsRefusedIsNotStored() {
        var mine = submit("nessa", held(task("")));
        var anothers = submit("niall", held(task("")));
        var before = rows();
        refusals(anothers).forEach(it -> {
            var body = task("").replace(it.right, it.wrong);
            assertThat(body).as(it.message).isNotEqualTo(task(""));
            refused(it, body);
            // Nor the children of an array that would be good, nor that it waits for a task that is there.
            if (!it.right.contains("values")) {
                refused(it, body.replace("\"values\":null", "\"values\":\"1:10\""));
            }
            if (!it.right.contains("\"tasks\"")) {
                refused(it, body.replace("\"tasks\":[]", "\"tasks\":[" + mine + "]"));
            }
        });
        assertThat(rows()).isEqualTo(before);
        as("nessa").get(TASK + "/active").then().body("id", equalTo(List.of((int) mine)));
        // What is told last is told after all of it.
        as("nessa").delete(TASK + "/" + mine).then().statusCode(200);
        Kafka.await(TaskEvent.TOPIC, TaskEvent.class, it -> it.task() == mine && it instanceof TaskEvent.Ended);
        var told = Kafka.all(TaskEvent.TOPIC, TaskEvent.class).stream()
                .filter(TaskEvent.Submitted.class::isInstance)
                .map(TaskEvent.Submitted.class::cast)
                .filter(it -> it.owner().equals("nessa"))
                .map(TaskEvent.Submitted::task);
        assertThat(told).containsExactly(mine);
        as("niall").delete(TASK + "/" + anothers).then().statusCode(200);
    }

    /** One of a thousand parents is enough, wherever it stands. */
    @Test
    void aTaskIsNotStoredWithHalfOfItsDependencies() {
        var mine = submit("nessa", held(task("")));
        var before = rows();
        for (var list : List.of(mine + ",999999999", "999999999," + mine)) {
            as("nessa")
                    .body(task("").replace("\"tasks\":[]", "\"tasks\":[" + list + "]"))
                    .post(TASK)
                    .then()
                    .statusCode(400);
        }
        assertThat(rows()).isEqualTo(before);
        as("nessa").delete(TASK + "/" + mine).then().statusCode(200);
    }

    private static void refused(Refusal refusal, String body) {
        as("nessa")
                .body(body)
                .post(TASK)
                .then()
                .statusCode(refusal.status)
                .header("Content-Type", GoDocker.JSON)
                .body("msg", startsWith(refusal.message))
                .body("", hasKey("id"))
                .body("id", nullValue());
    }

    private static String held(String body) {
        return body.replace("\"primary\":null", "\"primary\":\"created\"");
    }

    private List<Long> rows() {
        return TABLES.stream()
                .map(it -> database.query("select count(*) from " + it)
                        .execute()
                        .await()
                        .atMost(Duration.ofSeconds(20))
                        .iterator()
                        .next()
                        .getLong(0))
                .toList();
    }
}
