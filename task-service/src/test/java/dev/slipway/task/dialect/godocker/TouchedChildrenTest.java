package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.array;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;

import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Children of arrays that were touched, so that each has a row of its own, before any of their array began. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class TouchedChildrenTest {
    private static final TestNode NODE = new TestNode("touched-node", 2);
    private static final TestNode ONE_AT_A_TIME = new TestNode("one-port-node", 1);

    @BeforeEach
    void account() {
        Accounts.announce("tabea", 4304);
    }

    @Test
    void oneThatWasTouchedBeforeTheReleaseIsReleasedWithItsArray() {
        var parent = created("3");
        as("tabea").get(TASK + "/" + (parent + 2) + "/pending").then().statusCode(200);
        get("tabea", parent + 2).body("status.primary", equalTo("created"));
        as("tabea").get(TASK + "/" + parent + "/pending").then().statusCode(200);
        NODE.serving(1_000, 100_000, () -> {
            for (long child = parent + 1; child <= parent + 3; child++) {
                NODE.run(NODE.start(child), 0);
            }
            awaitPrimary("tabea", parent, "over");
            get("tabea", parent).body("status.exitcode", equalTo(0));
        });
    }

    @Test
    void aKillReachesOneThatWasTouchedBeforeTheRelease() {
        var parent = created("2");
        as("tabea").delete(TASK + "/" + parent).then().statusCode(200);
        awaitPrimary("tabea", parent, "over");
        get("tabea", parent + 2).body("status.secondary", equalTo("killed"));
    }

    @Test
    void anArrayRunsWhenOneThatWasTouchedIsTheFirstToBegin() {
        var parent = submit("tabea", array("2"));
        touch(parent + 1);
        get("tabea", parent).body("status.primary", equalTo("pending"));
        ONE_AT_A_TIME.serving(1_000, 100_000, () -> {
            var first = ONE_AT_A_TIME.start(parent + 1);
            get("tabea", parent)
                    .body("status.primary", equalTo("running"))
                    .body("status.date_running", instanceOf(Number.class));
            get("tabea", parent + 2).body("status.primary", equalTo("pending"));
            Kafka.await(TaskEvent.TOPIC, TaskEvent.class, it -> it.task() == parent && it instanceof TaskEvent.Started);
            ONE_AT_A_TIME.run(first, 0);
            ONE_AT_A_TIME.run(ONE_AT_A_TIME.start(parent + 2), 0);
            awaitPrimary("tabea", parent, "over");
            get("tabea", parent).body("status.exitcode", equalTo(0));
        });
    }

    @Test
    void anArrayRunsAlsoWhenAllOfItsChildrenWereTouched() {
        var parent = submit("tabea", array("2"));
        touch(parent + 1);
        touch(parent + 2);
        NODE.serving(1_000, 100_000, () -> {
            var first = NODE.start(parent + 1);
            var second = NODE.start(parent + 2);
            get("tabea", parent).body("status.primary", equalTo("running"));
            NODE.run(first, 0);
            NODE.run(second, 3);
            awaitPrimary("tabea", parent, "over");
            get("tabea", parent).body("status.exitcode", equalTo(3));
        });
    }

    /** One that is not offered to the scheduler, and whose second child was touched. */
    private static long created(String values) {
        var parent = submit("tabea", array(values).replace("\"primary\":null", "\"primary\":\"created\""));
        touch(parent + 2);
        return parent;
    }

    /** What is refused is written into its own row. */
    private static void touch(long child) {
        as("tabea").get(TASK + "/" + child + "/suspend").then().statusCode(200);
        get("tabea", child).body("status.secondary", equalTo("suspend rejected"));
    }
}
