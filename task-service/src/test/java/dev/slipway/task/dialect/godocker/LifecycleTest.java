package dev.slipway.task.dialect.godocker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From submission to the proved end, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LifecycleTest {
    private static final TestNode NODE = new TestNode("lifecycle-node");

    @BeforeEach
    void accounts() {
        Accounts.announce("lena", 4001);
    }

    @Test
    void aTaskRunsAndIsOver() {
        NODE.serving(2, 4, () -> {
            var id = GoDocker.submit("lena", GoDocker.task(""));
            var start = NODE.start(id);
            assertThat(start.spec().script()).isEqualTo("#!/bin/sh\necho hello");
            NODE.run(start, 0);
            GoDocker.awaitPrimary("lena", id, "over");
            GoDocker.get("lena", id).body("status.exitcode", equalTo(0));
        });
    }
}
