package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the document says of a task only once it has been given to a node: its script there and its temporary storage. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class PlacementFieldsTest {
    private static final TestNode NODE = new TestNode("placement-fields-node", 1);
    private static final String PATH = "requirements.tmpstorage.path";
    private static final String SCRIPT = "/mnt/go-docker/cmd.sh";

    @BeforeEach
    void account() {
        Accounts.announce("fay", 4506);
    }

    private static String storing() {
        return task("").replace("\"tmpstorage\":null", "\"tmpstorage\":{\"size\":\"1g\",\"path\":\"/of/the/client\"}")
                .replace("\"cmd\":", "\"script\":\"/of/the/client\",\"cmd\":");
    }

    /** It waits, or has told nothing yet. */
    private static void hasNoPath(long id) {
        get("fay", id).body("requirements.tmpstorage", hasKey("path")).body(PATH, nullValue());
    }

    @Test
    void areThereFromThePlacementOn() {
        var id = submit("fay", storing());
        hasNoPath(id);
        get("fay", id).body("command", not(hasKey("script")));
        NODE.serving(1_000, 100_000, () -> {
            var start = NODE.start(id);
            hasNoPath(id);
            get("fay", id).body("command.script", equalTo(SCRIPT));
            NODE.preparing(start);
            eventually(() -> get("fay", id).body(PATH, equalTo(TestNode.tmp(start))));
            get("fay", id).body("container.status", equalTo("initializing"));
            NODE.started(start);
            eventually(() -> get("fay", id).body("container.status", equalTo("ready")));
            get("fay", id).body(PATH, equalTo(TestNode.tmp(start))).body("command.script", equalTo(SCRIPT));
            NODE.end(start, 0);
            awaitPrimary("fay", id, "over");
            get("fay", id).body(PATH, equalTo(TestNode.tmp(start))).body("command.script", equalTo(SCRIPT));
        });
    }

    @Test
    void aShortRunTellsThemByItsEnd() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("fay", storing());
            var start = NODE.start(id);
            var to = Instant.now();
            NODE.collected(start, 0, to.minusMillis(200), to);
            awaitPrimary("fay", id, "over");
            get("fay", id)
                    .body("requirements.tmpstorage.size", equalTo("1g"))
                    .body(PATH, equalTo(TestNode.tmp(start)))
                    .body("command.script", equalTo(SCRIPT));
        });
    }

    @Test
    void anotherAttemptHasItsOwnStorage() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("fay", storing());
            var first = NODE.start(id);
            NODE.preparing(first);
            eventually(() -> get("fay", id).body(PATH, equalTo(TestNode.tmp(first))));
            NODE.late(first);
            var second = NODE.start(id, 2);
            hasNoPath(id);
            NODE.run(second, 0);
            awaitPrimary("fay", id, "over");
            get("fay", id).body(PATH, equalTo(TestNode.tmp(second)));
        });
    }

    @Test
    void ofAnArrayEachChildHasThem() {
        NODE.serving(1_000, 100_000, () -> {
            var array = submit("fay", storing().replace("\"values\":null", "\"values\":\"1:2:1\""));
            var first = NODE.start(array + 1);
            var second = NODE.start(array + 2);
            NODE.begin(first);
            eventually(() -> get("fay", array + 1).body(PATH, equalTo(TestNode.tmp(first))));
            get("fay", array + 1).body("command.script", equalTo(SCRIPT));
            hasNoPath(array + 2);
            NODE.end(first, 0);
            NODE.run(second, 0);
            awaitPrimary("fay", array, "over");
            get("fay", array + 2).body(PATH, equalTo(TestNode.tmp(second)));
            hasNoPath(array);
            get("fay", array).body("command", not(hasKey("script")));
        });
    }

    @Test
    void whatAsksForNoStorageHasAScriptAllTheSame() {
        NODE.serving(1_000, 100_000, () -> {
            var id = submit("fay", task("").replace("\"interactive\":false", "\"interactive\":true"));
            var start = NODE.start(id);
            NODE.begin(start);
            eventually(() -> get("fay", id).body("container.status", equalTo("ready")));
            get("fay", id).body("requirements.tmpstorage", nullValue()).body("command.script", equalTo(SCRIPT));
            NODE.end(start, 0);
        });
    }
}
