package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.array;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Children of arrays that were touched, so that each has a row of its own, before any of their array began. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class TouchedChildrenTest {
    private static final TestNode NODE = new TestNode("touched-node", 2);

    @BeforeEach
    void account() {
        Accounts.announce("tara", 4304);
    }

    @Test
    void oneThatWasTouchedBeforeTheReleaseIsReleasedWithItsArray() {
        var parent = created("3");
        as("tara").get(TASK + "/" + (parent + 2) + "/pending").then().statusCode(200);
        get("tara", parent + 2).body("status.primary", equalTo("created"));
        as("tara").get(TASK + "/" + parent + "/pending").then().statusCode(200);
        NODE.serving(1_000, 100_000, () -> {
            for (long child = parent + 1; child <= parent + 3; child++) {
                NODE.run(NODE.start(child), 0);
            }
            awaitPrimary("tara", parent, "over");
            get("tara", parent).body("status.exitcode", equalTo(0));
        });
    }

    @Test
    void aKillReachesOneThatWasTouchedBeforeTheRelease() {
        var parent = created("2");
        as("tara").delete(TASK + "/" + parent).then().statusCode(200);
        awaitPrimary("tara", parent, "over");
        get("tara", parent + 2).body("status.secondary", equalTo("killed"));
    }

    /** One that is not offered to the scheduler, and whose second child was touched. */
    private static long created(String values) {
        var parent = submit("tara", array(values).replace("\"primary\":null", "\"primary\":\"created\""));
        touch(parent + 2);
        return parent;
    }

    /** What is refused is written into its own row. */
    private static void touch(long child) {
        as("tara").get(TASK + "/" + child + "/suspend").then().statusCode(200);
        get("tara", child).body("status.secondary", equalTo("suspend rejected"));
    }
}
