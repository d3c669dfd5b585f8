package dev.slipway.task.api;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.MailCommand;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a whole array reaches its children, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ArraySuspensionTest {
    private static final String TASKS = "/api/v1/tasks";
    /** Each child takes one of its two ports. */
    private static final TestNode NODE = new TestNode("suspension-node", 2);

    @BeforeEach
    void accounts() {
        Accounts.announce("arwa", 5621);
    }

    @Test
    void childrenThatRunStandStillAndNoOtherBeginsUntilTheyGoOn() {
        NODE.serving(1_000, 100_000, () -> {
            var array = submit();
            var first = NODE.start(array + 1);
            var second = NODE.start(array + 2);
            NODE.begin(first);
            NODE.begin(second);
            ask(array, "suspend");
            NODE.pause(array + 1);
            NODE.paused(first);
            NODE.pause(array + 2);
            NODE.paused(second);
            awaitState(array, "suspended");
            awaitState(array + 1, "suspended");
            assertThat(told(array, TaskEvent.Suspended.class)).hasSize(1);
            // A kill frees a port: still nobody takes it.
            ask(array + 1, "cancel");
            NODE.stop(array + 1);
            NODE.end(first, 137);
            awaitState(array + 1, "over");
            passes();
            assertThat(starts(array)).isEqualTo(2);
            ask(array, "resume");
            NODE.resume(array + 2);
            NODE.resumed(second);
            awaitState(array + 2, "running");
            awaitState(array, "running");
            NODE.run(NODE.start(array + 3), 0);
            NODE.end(second, 0);
            awaitState(array, "over");
            assertThat(told(array, TaskEvent.Resumed.class)).hasSize(1);
            assertThat(mails(array)).containsExactly("running", "suspended", "resumed", "over");
            as().get(TASKS + "/" + array + "/events")
                    .then()
                    .body(
                            "events.event",
                            contains("submitted", "suspend_asked", "suspended", "resume_asked", "resumed", "over"));
        });
    }

    private static List<TaskEvent> told(long task, Class<? extends TaskEvent> kind) {
        Kafka.await(TaskEvent.TOPIC, TaskEvent.class, it -> it.task() == task && kind.isInstance(it));
        return Kafka.all(TaskEvent.TOPIC, TaskEvent.class).stream()
                .filter(it -> it.task() == task && kind.isInstance(it))
                .toList();
    }

    /** Of what was written to its owner about it and its children, the words. */
    private static List<String> mails(long array) {
        Kafka.await(
                MailCommand.TOPIC,
                MailCommand.class,
                it -> it instanceof MailCommand.Send mail && mail.id().equals("task-%d-0-over".formatted(array)));
        return Kafka.all(MailCommand.TOPIC, MailCommand.class).stream()
                .filter(MailCommand.Send.class::isInstance)
                .map(it -> ((MailCommand.Send) it).id())
                .filter(it -> it.matches("task-(%d|%d|%d|%d)-.*".formatted(array, array + 1, array + 2, array + 3)))
                .map(it -> it.split("-")[3])
                .toList();
    }

    @Test
    void aChildThatWasRefusedIsAskedAgainWithItsArray() {
        NODE.serving(1_000, 100_000, () -> {
            var array = submit();
            var starts = List.of(NODE.start(array + 1), NODE.start(array + 2));
            starts.forEach(NODE::begin);
            ask(array, "suspend");
            NODE.pause(array + 1);
            NODE.pauseRefused(starts.getFirst());
            NODE.pause(array + 2);
            NODE.paused(starts.getLast());
            ask(array, "resume");
            NODE.resume(array + 2);
            NODE.resumed(starts.getLast());
            awaitState(array + 2, "running");
            ask(array, "suspend");
            eventually(() -> assertThat(TestNode.commands(array + 1))
                    .filteredOn(ContainerCommand.Pause.class::isInstance)
                    .hasSize(2));
            ask(array, "cancel");
            starts.forEach(it -> NODE.end(it, 137));
            awaitState(array, "over");
        });
    }

    @Test
    void anArrayThatWaitsIsHeldBackAndItsFirstChildrenBeginWhenItGoesOn() {
        var array = submit();
        ask(array, "suspend");
        awaitState(array, "suspended");
        NODE.serving(1_000, 100_000, () -> {
            passes();
            assertThat(starts(array)).isZero();
            ask(array, "resume");
            NODE.run(NODE.start(array + 1), 0);
            NODE.run(NODE.start(array + 2), 0);
            NODE.run(NODE.start(array + 3), 0);
            awaitState(array, "over");
        });
    }

    @Test
    void aSuspendedArrayCanBeCancelled() {
        var array = submit();
        ask(array, "suspend");
        ask(array, "cancel");
        awaitState(array, "over");
    }

    /** The scheduler has gone through its queue since: it places what came later. */
    private static void passes() {
        var later = submit("{\"image\":\"slipway/base\",\"script\":\"true\"}");
        NODE.run(NODE.start(later), 0);
        awaitState(later, "over");
    }

    private static long starts(long array) {
        return LongStream.rangeClosed(array + 1, array + 3)
                .filter(it -> TestNode.commands(it).stream().anyMatch(ContainerCommand.Start.class::isInstance))
                .count();
    }

    private static long submit() {
        return submit(
                "{\"image\":\"slipway/base\",\"script\":\"true\",\"array\":\"1:3:1\",\"ports\":[80],\"notify\":true}");
    }

    private static long submit(String body) {
        return as().body(body)
                .post(TASKS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static void ask(long id, String what) {
        as().post(TASKS + "/" + id + "/" + what).then().statusCode(200);
    }

    private static void awaitState(long id, String state) {
        eventually(() -> get(id).body("state", equalTo(state)));
    }

    private static ValidatableResponse get(long id) {
        return as().get(TASKS + "/" + id).then().statusCode(200);
    }

    private static RequestSpecification as() {
        return given().header("Authorization", "Bearer " + Tokens.user("arwa"))
                .header("Content-Type", "application/json");
    }
}
