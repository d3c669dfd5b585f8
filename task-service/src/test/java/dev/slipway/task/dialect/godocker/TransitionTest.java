package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.MailCommand;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Suspend, reschedule, life spans, ports: cases 50 to 57, 61, 62, 72, 73 of godocker.md, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(TransitionTest.TwoRetries.class)
class TransitionTest {
    private static final TestNode NODE = new TestNode("transition-node", 2);

    /** Retries are off unless they are configured; and a field only administrators give. */
    public static class TwoRetries implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.task.failure-policy.strategy",
                    "2",
                    "slipway.task.dynamic-fields",
                    "maxlifespan,queue",
                    "slipway.task.admin-fields",
                    "queue",
                    "slipway.task.constraints.storage",
                    "ssd,disk");
        }
    }

    @BeforeEach
    void accounts() {
        Accounts.announce("tina", 4501);
        Accounts.announce("theo", 4502);
    }

    private static String with(String requirement) {
        return task("").replace("\"cpu\":1", "\"cpu\":1," + requirement);
    }

    private static ContainerCommand.Start running(long id) {
        var start = NODE.start(id);
        NODE.begin(start);
        eventually(() -> get("tina", id).body("container.status", equalTo("ready")));
        return start;
    }

    private static void ask(long id, String what, String secondary) {
        as("tina")
                .get(TASK + "/" + id + "/" + what)
                .then()
                .statusCode(200)
                .body("status.secondary", equalTo(secondary));
    }

    private static void awaitSecondary(long id, String secondary) {
        eventually(() -> get("tina", id).body("status.secondary", equalTo(secondary)));
    }

    @Test
    void case50AShortRunIsWrittenOfLikeALongOne() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tina", task("\"notify\":{\"email\":true},"));
            NODE.collected(NODE.start(id), 0, Instant.now(), Instant.now());
            assertThat(mails(id, "over"))
                    .containsExactly("task-%d-1-running".formatted(id), "task-%d-1-over".formatted(id));
        });
    }

    @Test
    void case50And53And55ATaskStandsStillGoesOnAndIsKilled() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tina", task("\"notify\":{\"email\":true},"));
            var start = running(id);
            ask(id, "suspend", "suspend requested");
            ask(id, "suspend", "suspend requested");
            assertThat(NODE.pause(id).attempt()).isEqualTo(1);
            NODE.paused(start);
            awaitSecondary(id, "suspended");
            get("tina", id).body("status.primary", equalTo("running"));
            ask(id, "resume", "resume requested");
            NODE.resume(id);
            NODE.resumed(start);
            awaitSecondary(id, "resumed");
            ask(id, "resume", "resumed");
            ask(id, "suspend", "suspend requested");
            NODE.paused(start);
            awaitSecondary(id, "suspended");
            as("tina")
                    .delete(TASK + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("status.secondary", equalTo("kill requested"));
            NODE.stop(id);
            NODE.end(start, 137);
            awaitPrimary("tina", id, "over");
            get("tina", id).body("status.secondary", equalTo("killed"));
            // The second of the same is no repetition of the first: its id is another.
            var mails = mails(id, "killed");
            assertThat(mails).doesNotHaveDuplicates();
            assertThat(mails.stream().map(it -> it.replaceFirst("-\\d{13}$", "")))
                    .containsExactlyInAnyOrder(
                            "task-%d-1-running".formatted(id),
                            "task-%d-1-suspended".formatted(id),
                            "task-%d-1-resumed".formatted(id),
                            "task-%d-1-suspended".formatted(id),
                            "task-%d-1-killed".formatted(id));
            assertThat(TestNode.commands(id).stream().filter(ContainerCommand.Pause.class::isInstance))
                    .hasSize(2);
        });
    }

    @Test
    void case51To54WhatCannotStandStillSaysSo() {
        var waiting = submit("tina", task(""));
        ask(waiting, "suspend", "suspend rejected");
        NODE.serving(1_000, 100_000, () -> {
            var start = running(waiting);
            get("tina", waiting).body("status.secondary", nullValue());
            ask(waiting, "resume", "resume rejected");
            ask(waiting, "suspend", "suspend requested");
            NODE.pauseRefused(start);
            awaitSecondary(waiting, "suspend rejected");
            NODE.end(start, 0);
            awaitPrimary("tina", waiting, "over");
            ask(waiting, "suspend", "suspend rejected");
            get("tina", waiting).body("status.secondary", equalTo(""));
            as("theo").get(TASK + "/" + waiting + "/suspend").then().statusCode(403);
            as("theo").get(TASK + "/" + waiting + "/reschedule").then().statusCode(403);
        });
    }

    @Test
    void case50WhatHasNotBegunYetStandsStillWhenItHas() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tina", task(""));
            var start = NODE.start(id);
            ask(id, "suspend", "suspend requested");
            ask(id, "resume", "resumed");
            ask(id, "suspend", "suspend requested");
            assertThat(TestNode.commands(id)).hasSize(1);
            NODE.begin(start);
            NODE.pause(id);
            get("tina", id).body("status.secondary", equalTo("suspend requested"));
            NODE.paused(start);
            awaitSecondary(id, "suspended");
            NODE.end(start, 0);
            awaitPrimary("tina", id, "over");
        });
    }

    @Test
    void case56ARescheduledTaskRunsAgainWithItsNumber() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tina", task(""));
            var start = running(id);
            ask(id, "reschedule", "reschedule requested");
            NODE.stop(id);
            NODE.end(start, 143);
            var second = NODE.start(id, 2);
            NODE.begin(second);
            eventually(() -> get("tina", id).body("container.status", equalTo("ready")));
            NODE.end(start, 1);
            NODE.end(second, 0);
            awaitPrimary("tina", id, "over");
            get("tina", id).body("status.exitcode", equalTo(0)).body("status.secondary", equalTo(""));
            Kafka.await(TaskEvent.TOPIC, TaskEvent.class, it -> it.task() == id && it instanceof TaskEvent.Ended);
            assertThat(told(id)).contains("Rescheduled").containsOnlyOnce("Ended");
        });
    }

    @Test
    void case56ItShowsThatItWasRescheduledWhileItWaits() {
        var id = submit("tina", with("\"ports\":[80]"));
        NODE.serving(1_000, 100_000, () -> {
            running(id);
            ask(id, "reschedule", "reschedule requested");
        });
        // The node takes no work now.
        var before = waiting();
        NODE.failed(NODE.start(id), "stopped");
        eventually(() -> get("tina", id).body("status.primary", equalTo("pending")));
        get("tina", id)
                .body("status.secondary", equalTo("rescheduled"))
                .body("status.date_running", instanceOf(Number.class))
                .body("container.meta", hasKey("State"));
        eventually(() -> assertThat(waiting()).isEqualTo(before + 1));
        var began = GoDocker.document("tina", id).getDouble("status.date_running");
        as("tina").delete(TASK + "/" + id).then().statusCode(200);
        get("tina", id)
                .body("status.secondary", equalTo("killed"))
                .body("status.duration", equalTo(0.0f))
                .body("container.volumes.name", hasItem("go-docker"));
        assertThat(GoDocker.document("tina", id).getDouble("status.date_running"))
                .isEqualTo(began);
    }

    private static int waiting() {
        return given().get(TASK + "/status/pending/count").path("total");
    }

    @Test
    void case57AUsersTasksAreKilledByTag() {
        Accounts.announce("tag", 4503);
        var tagged = submit("tag", task("").replace("[\"t1\"]", "[\"x\"]"));
        var other = submit("tag", task(""));
        as("theo").delete("/api/1.0/user/tag/task?tag=x").then().statusCode(403);
        as("tag").delete("/api/1.0/user/tag/task?tag=x").then().statusCode(200).body("", equalTo(List.of((int)
                tagged)));
        get("tag", tagged).body("status.secondary", equalTo("killed"));
        get("tag", other).body("status.primary", equalTo("pending"));
        as("tag").delete("/api/1.0/user/tag/task").then().statusCode(200).body("", equalTo(List.of((int) other)));
    }

    @Test
    void case61And62ALifeSpanEndsATask() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("tina", with("\"maxlifespan\":\"6d\""));
            var start = running(id);
            as("tina")
                    .body("{\"name\":\"cpu\",\"value\":\"9\"}")
                    .put(TASK + "/" + id)
                    .then()
                    .statusCode(400);
            as("tina")
                    .body("{\"name\":\"maxlifespan\",\"value\":\"30m\"}")
                    .put(TASK + "/" + id)
                    .then()
                    .statusCode(400);
            as("tina")
                    .body("{\"name\":\"queue\",\"value\":\"q\"}")
                    .put(TASK + "/" + id)
                    .then()
                    .statusCode(403);
            as("theo")
                    .body("{\"name\":\"maxlifespan\",\"value\":\"1s\"}")
                    .put(TASK + "/" + id)
                    .then()
                    .statusCode(403);
            as("tina")
                    .body("{\"name\":\"maxlifespan\",\"value\":\"1s\"}")
                    .put(TASK + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("requirements.maxlifespan", equalTo("1s"));
            NODE.stop(id);
            NODE.end(start, 143);
            awaitPrimary("tina", id, "over");
            get("tina", id)
                    .body("status.secondary", equalTo("killed"))
                    .body("status.reason", equalTo("Max duration reached"));
            as("tina")
                    .body(with("\"queue\":\"q\""))
                    .post(TASK)
                    .then()
                    .statusCode(403)
                    .body("msg", containsString("requirements.queue"));
        });
    }

    @Test
    void case21LabelsAreThoseThatAreConfigured() {
        var body = task("").replace("\"label\":[]", "\"label\":[\"storage==ssd\"]");
        var id = submit("tina", body);
        get("tina", id).body("requirements.label", equalTo(List.of("storage==ssd")));
        as("tina").delete(TASK + "/" + id).then().statusCode(200);
        as("tina").body(body.replace("ssd", "tape")).post(TASK).then().statusCode(400);
        as("tina")
                .get("/api/1.0/config")
                .then()
                .body("constraints.find { it.name == 'storage' }.value", equalTo(List.of("ssd", "disk")));
    }

    @Test
    void case72And73PortsAreGivenToOneTaskAtATime() {
        NODE.serving(1_000, 100_000, () -> {
            var shell =
                    submit("tina", with("\"ports\":[8080]").replace("\"interactive\":false", "\"interactive\":true"));
            var start = running(shell);
            assertThat(start.spec().ports())
                    .containsExactly(new ContainerSpec.Port(10_000, 22), new ContainerSpec.Port(10_001, 8080));
            assertThat(start.spec().interactive()).isTrue();
            get("tina", shell)
                    .body("container.ports", equalTo(List.of("10000", "10001")))
                    .body("container.port_mapping.find { it.container == 22 }.host", equalTo(10_000))
                    .body("container.meta.Node.Name", equalTo("host-of-transition-node"));
            var next = submit("tina", with("\"ports\":[80]"));
            eventually(() -> get("tina", next)
                    .body("status.primary", equalTo("pending"))
                    .body("status.reason", equalTo("no port available")));
            NODE.end(start, 0);
            awaitPrimary("tina", shell, "over");
            get("tina", shell).body("container.ports", equalTo(List.of()));
            var second = running(next);
            assertThat(second.spec().ports()).containsExactly(new ContainerSpec.Port(10_000, 80));
            NODE.end(second, 0);
            awaitPrimary("tina", next, "over");
        });
    }

    @Test
    void case87AnAccountsTasksGoWithIt() {
        Accounts.announce("gone", 4504);
        Accounts.announce("admin", 4505);
        var over = submit("gone", task("").replace("\"primary\":null", "\"primary\":\"created\""));
        as("gone").delete(TASK + "/" + over).then().statusCode(200);
        var recipe = "/api/1.0/marketplace/recipe/left-behind";
        as("gone")
                .body("{\"description\":\"x\",\"public\":true,\"task\":%d}".formatted(over))
                .post(recipe)
                .then()
                .statusCode(200);
        NODE.serving(1_000, 100_000, () -> {
            var array = submit("gone", task("").replace("\"values\":null", "\"values\":\"1:3\""));
            var start = NODE.start(array + 1);
            NODE.begin(start);
            Kafka.publish(new AccountEvent.Deleted("gone", 2, Instant.now()));
            NODE.stop(array + 1);
            for (var it : LongStream.rangeClosed(array + 1, array + 3).toArray()) {
                TestNode.commands(it).stream()
                        .filter(ContainerCommand.Start.class::isInstance)
                        .map(ContainerCommand.Start.class::cast)
                        .forEach(command -> NODE.failed(command, "stopped"));
            }
            NODE.end(start, 143);
            Kafka.await(
                    TaskEvent.TOPIC,
                    TaskEvent.class,
                    it -> it instanceof TaskEvent.AccountCleared cleared
                            && cleared.owner().equals("gone"));
            var removed = Kafka.all(TaskEvent.TOPIC, TaskEvent.class).stream()
                    .filter(TaskEvent.Removed.class::isInstance)
                    .map(TaskEvent::task)
                    .toList();
            assertThat(removed).contains(over, array, array + 1).doesNotHaveDuplicates();
            as("tina").get(recipe).then().statusCode(404);
            // Whoever has the login next has used nothing; the project has.
            asAdmin().get("/api/1.0/user/gone/usage").then().statusCode(200).body("", hasSize(0));
            asAdmin().get("/api/v1/usage?by=user&project=default").then().body("items.key", hasItem("gone"));
        });
    }

    private static List<String> told(long id) {
        return Kafka.all(TaskEvent.TOPIC, TaskEvent.class).stream()
                .filter(it -> it.task() == id)
                .map(it -> it.getClass().getSimpleName())
                .toList();
    }

    private static List<String> mails(long id, String last) {
        Kafka.await(
                MailCommand.TOPIC,
                MailCommand.class,
                it -> it instanceof MailCommand.Send mail && mail.id().equals("task-%d-1-%s".formatted(id, last)));
        return Kafka.all(MailCommand.TOPIC, MailCommand.class).stream()
                .filter(MailCommand.Send.class::isInstance)
                .map(MailCommand.Send.class::cast)
                .map(MailCommand.Send::id)
                .filter(it -> it.startsWith("task-%d-".formatted(id)))
                .toList();
    }
}
