package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.asAdmin;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.MailCommand;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Projects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transition T7 of godocker.md: what its owner may not run any more when its turn comes. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class AuthorizationTest {
    private static final TestNode NODE = new TestNode("authorization-node");

    @Test
    void whoMayNotRunItAnyMoreIsNotAuthorized() {
        Accounts.announce("tara", 4503, List.of("tides"));
        Projects.announce("tides", "theo", "tara");
        var left = submit("tara", task("\"user\":{\"project\":\"tides\"},"));
        var array = submit(
                "tara",
                task("\"user\":{\"project\":\"tides\"},\"notify\":{\"email\":true},")
                        .replace("\"values\":null", "\"values\":\"2\""));
        Accounts.announce("toni", 4504);
        var disabled = submit("toni", task(""));
        Accounts.announce("tara", 4503, List.of());
        Projects.announce("tides", "theo", List.of("theo"), 50, Limits.NONE, 2);
        Accounts.announce("toni", 4504, 2, false);
        eventually(() -> {
            as("toni").get(TASK + "/" + disabled).then().statusCode(401);
            as("tara").get("/api/1.0/project/tides/usage").then().statusCode(403);
        });
        NODE.serving(1_000, 100_000, () -> {
            for (var id : List.of(left, array, disabled)) {
                eventually(() -> asAdmin()
                        .get(TASK + "/" + id)
                        .then()
                        .body("status.primary", equalTo("over"))
                        .body("status.secondary", equalTo("rejected by scheduler"))
                        .body("status.reason", equalTo("Not authorized"))
                        .body("status.exitcode", nullValue()));
                assertThat(TestNode.commands(id)).isEmpty();
            }
            assertThat(Kafka.await(
                            TaskEvent.TOPIC,
                            TaskEvent.class,
                            it -> it.task() == array && it instanceof TaskEvent.Ended))
                    .isInstanceOfSatisfying(TaskEvent.Ended.class, it -> {
                        assertThat(it.outcome()).isEqualTo("forbidden");
                        assertThat(it.exitCode()).isNull();
                    });
            assertThat(Kafka.all(MailCommand.TOPIC, MailCommand.class))
                    .filteredOn(MailCommand.Send.class::isInstance)
                    .extracting(it -> ((MailCommand.Send) it).account())
                    .doesNotContain("tara");
        });
    }
}
