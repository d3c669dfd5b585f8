package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.MailCommand;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is written and what is not: 7.13 of godocker.md. The mails to one account are in order, so that what is asked for last
 * is the proof that nothing else comes.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class MailsTest {
    private static final TestNode NODE = new TestNode("mail-node");
    private static final String NOTIFY = "\"notify\":{\"email\":true},";

    @Test
    void anArrayWritesOnceAndItsChildrenAreSilent() {
        Accounts.announce("mona", 5101);
        NODE.serving(1_000, 100_000, () -> {
            var array = submit("mona", task(NOTIFY).replace("\"values\":null", "\"values\":\"2\""));
            for (long child = array + 1; child <= array + 2; child++) {
                get("mona", child).body("notify.email", equalTo(true));
                NODE.run(NODE.start(child), 0);
            }
            awaitPrimary("mona", array, "over");
            assertThat(mailsTo("mona")).containsExactly("task-%d-0-running".formatted(array), over(array, 0));
        });
    }

    @Test
    void anArrayThatIsKilledSaysThatOnceToo() {
        Accounts.announce("mick", 5102);
        NODE.serving(1_000, 100_000, () -> {
            var array = submit("mick", task(NOTIFY).replace("\"values\":null", "\"values\":\"1:2\""));
            var starts = List.of(NODE.start(array + 1), NODE.start(array + 2));
            NODE.begin(starts.getFirst());
            as("mick").delete(TASK + "/" + array).then().statusCode(200);
            starts.forEach(it -> NODE.end(it, 143));
            awaitPrimary("mick", array, "over");
            assertThat(mailsTo("mick")).containsExactly("task-%d-0-running".formatted(array), killed(array, 0));
        });
    }

    @Test
    void whatAQuotaRefusesIsNotWrittenOf() {
        Accounts.announce("mara", 5103, 50, new Limits(0, 1, 0, 0, 0));
        var refused = submit("mara", task(NOTIFY).replace("\"cpu\":1", "\"cpu\":2"));
        awaitPrimary("mara", refused, "over");
        get("mara", refused).body("status.secondary", equalTo("quota reached"));
        assertThat(mailsTo("mara")).isEmpty();
    }

    @Test
    void aTaskThatIsKilledInTheQueueIsWrittenOfOnce() {
        Accounts.announce("milo", 5104);
        var id = submit("milo", task(NOTIFY));
        for (int i = 0; i < 2; i++) {
            as("milo").delete(TASK + "/" + id).then().statusCode(200);
        }
        assertThat(mailsTo("milo")).containsExactly(killed(id, 0));
    }

    @Test
    void aSecondAttemptIsWrittenOfAgain() {
        Accounts.announce("mina", 5105);
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("mina", task(NOTIFY));
            var first = NODE.start(id);
            NODE.begin(first);
            TestNode.eventually(() -> get("mina", id).body("container.status", equalTo("ready")));
            as("mina").get(TASK + "/" + id + "/reschedule").then().statusCode(200);
            NODE.stop(id);
            NODE.end(first, 143);
            NODE.run(NODE.start(id, 2), 0);
            awaitPrimary("mina", id, "over");
            assertThat(mailsTo("mina"))
                    .containsExactly("task-%d-1-running".formatted(id), "task-%d-2-running".formatted(id), over(id, 2));
        });
    }

    @Test
    void whoDoesNotAskIsNotWrittenTo() {
        Accounts.announce("muna", 5106);
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("muna", task(""));
            NODE.run(NODE.start(id), 0);
            awaitPrimary("muna", id, "over");
            assertThat(mailsTo("muna")).isEmpty();
        });
    }

    private static String over(long task, int attempt) {
        return "task-%d-%d-over".formatted(task, attempt);
    }

    private static String killed(long task, int attempt) {
        return "task-%d-%d-killed".formatted(task, attempt);
    }

    /** All but the last, which is asked for here and comes after what was told before. */
    private static List<String> mailsTo(String login) {
        var last = submit(login, task(NOTIFY).replace("\"primary\":null", "\"primary\":\"created\""));
        as(login).delete(TASK + "/" + last).then().statusCode(200);
        Kafka.await(
                MailCommand.TOPIC,
                MailCommand.class,
                it -> it instanceof MailCommand.Send mail && mail.id().equals(killed(last, 0)));
        return Kafka.all(MailCommand.TOPIC, MailCommand.class).stream()
                .filter(MailCommand.Send.class::isInstance)
                .map(MailCommand.Send.class::cast)
                .filter(it -> it.account().equals(login))
                .map(MailCommand.Send::id)
                .filter(it -> !it.equals(killed(last, 0)))
                .toList();
    }
}
