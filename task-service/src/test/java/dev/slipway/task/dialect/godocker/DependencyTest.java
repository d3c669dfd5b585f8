package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that wait for others: cases 70 and 71 of godocker.md, with a node that is played. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class DependencyTest {
    private static final TestNode NODE = new TestNode("dependency-node");

    @BeforeEach
    void accounts() {
        Accounts.announce("dora", 4401);
        Accounts.announce("emil", 4402);
    }

    private static String after(Object... parents) {
        return task("").replace("\"tasks\":[]", "\"tasks\":" + List.of(parents));
    }

    @Test
    void case70ItRunsOnceItsParentIsOverHoweverThatEnded() {
        NODE.serving(1_000, 100_000, () -> {
            var parent = submit("dora", task(""));
            var child = submit("dora", after("\"" + parent + "\""));
            var start = NODE.start(parent);
            NODE.begin(start);
            get("dora", child)
                    .body("status.primary", equalTo("pending"))
                    .body("status.secondary", nullValue())
                    .body("requirements.tasks", equalTo(List.of((int) parent)));
            assertThat(TestNode.commands(child)).isEmpty();
            NODE.end(start, 3);
            NODE.run(NODE.start(child), 0);
            awaitPrimary("dora", child, "over");
            var late = submit("dora", after(parent, child));
            NODE.run(NODE.start(late), 0);
            awaitPrimary("dora", late, "over");
        });
    }

    @Test
    void itWaitsForAllOfThemAndForWholeArrays() {
        NODE.serving(1_000, 100_000, () -> {
            var array = submit("dora", task("").replace("\"values\":null", "\"values\":\"2\""));
            var held = submit("dora", task("").replace("\"primary\":null", "\"primary\":\"created\""));
            var behindArray = submit("dora", after(array));
            var behindChild = submit("dora", after(array + 2, array + 2));
            var behindBoth = submit("dora", after(array, held));
            NODE.run(NODE.start(array + 1), 0);
            awaitPrimary("dora", array + 1, "over");
            assertThat(TestNode.commands(behindArray)).isEmpty();
            assertThat(TestNode.commands(behindChild)).isEmpty();
            NODE.run(NODE.start(array + 2), 0);
            NODE.run(NODE.start(behindArray), 0);
            NODE.run(NODE.start(behindChild), 0);
            awaitPrimary("dora", behindArray, "over");
            get("dora", behindBoth).body("status.primary", equalTo("pending"));
            as("dora").delete(TASK + "/" + held).then().statusCode(200);
            NODE.run(NODE.start(behindBoth), 0);
            awaitPrimary("dora", behindBoth, "over");
        });
    }

    @Test
    void aChildThatWasTouchedByItselfWaitsNoLongerThanItsArray() {
        NODE.serving(1_000, 100_000, () -> {
            var parent = submit("dora", task(""));
            var array = submit("dora", after(parent).replace("\"values\":null", "\"values\":\"2\""));
            as("dora").get(TASK + "/" + (array + 1) + "/suspend").then().statusCode(200);
            NODE.run(NODE.start(parent), 0);
            NODE.run(NODE.start(array + 1), 0);
            NODE.run(NODE.start(array + 2), 0);
            awaitPrimary("dora", array, "over");
        });
    }

    @Test
    void childrenOfAStoppedArrayHoldNobodyBack() {
        var array = submit("dora", task("").replace("\"values\":null", "\"values\":\"9\""));
        var behind = submit("dora", after(array + 5));
        as("dora").delete(TASK + "/" + array).then().statusCode(200);
        NODE.serving(1_000, 100_000, () -> {
            NODE.run(NODE.start(behind), 0);
            awaitPrimary("dora", behind, "over");
        });
    }

    @Test
    void case71WhatIsNoTaskCannotBeWaitedFor() {
        as("dora")
                .body(after(999_999_999))
                .post(TASK)
                .then()
                .statusCode(400)
                .body("msg", equalTo("requirements.tasks: no task 999999999"));
        as("dora").body(after("\"x\"")).post(TASK).then().statusCode(400);
        var foreign = submit("emil", task(""));
        as("dora").body(after(foreign)).post(TASK).then().statusCode(403);
        as("emil").delete(TASK + "/" + foreign).then().statusCode(200);
    }

    /** So there is no circle: who is waited for was there before. */
    @Test
    void aTaskCannotWaitForItselfNorForWhatComesAfterIt() {
        var last = submit("dora", task(""));
        for (var coming : List.of(last + 1, last + 2)) {
            as("dora")
                    .body(after(coming))
                    .post(TASK)
                    .then()
                    .statusCode(400)
                    .body("msg", equalTo("requirements.tasks: no task " + coming));
        }
        as("dora").delete(TASK + "/" + last).then().statusCode(200);
    }

    @Test
    void aWaitingTaskCanBeKilledAndItsParentEndsLater() {
        NODE.serving(1_000, 100_000, () -> {
            var parent = submit("dora", task(""));
            var child = submit("dora", after(parent));
            as("dora").delete(TASK + "/" + child).then().statusCode(200);
            get("dora", child).body("status.secondary", equalTo("killed"));
            NODE.run(NODE.start(parent), 0);
            awaitPrimary("dora", parent, "over");
            get("dora", child).body("status.secondary", equalTo("killed"));
        });
    }
}
