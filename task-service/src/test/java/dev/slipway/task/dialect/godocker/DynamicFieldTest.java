package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.awaitPrimary;
import static dev.slipway.task.dialect.godocker.GoDocker.get;
import static dev.slipway.task.dialect.godocker.GoDocker.submit;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.task.TestNode;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.OwnContext;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dynamic field of an array is that of all its children, of those under way and of those to come. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class DynamicFieldTest {
    private static final TestNode NODE = new TestNode("field-node", 2);

    @Inject
    Pool database;

    @Inject
    AttemptRepository attempts;

    @Inject
    OwnContext context;

    @BeforeEach
    void accounts() {
        Accounts.announce("fay", 4831);
    }

    private static void live(long id, String span) {
        as("fay")
                .body("{\"name\":\"maxlifespan\",\"value\":\"%s\"}".formatted(span))
                .put(TASK + "/" + id)
                .then()
                .statusCode(200)
                .body("requirements.maxlifespan", equalTo(span));
    }

    private static void lives(long id, String span) {
        get("fay", id).body("requirements.maxlifespan", equalTo(span));
    }

    /** A moment that the store does not know would fail every look there is, for everybody. */
    @Test
    void noLifeSpanIsLongerThanTheStoreCanCount() {
        NODE.serving(1_000, 100_000, () -> {
            var old = submit("fay", task(""));
            var other = submit("fay", task(""));
            var starts = List.of(NODE.start(old), NODE.start(other));
            starts.forEach(NODE::begin);
            eventually(() -> get("fay", old).body("container.status", equalTo("ready")));
            as("fay")
                    .body("{\"name\":\"maxlifespan\",\"value\":\"999999999d\"}")
                    .put(TASK + "/" + old)
                    .then()
                    .statusCode(400)
                    .body("msg", containsString("value: must be a time"));
            // As it was taken before there was a longest.
            sql(
                    "update task set life_span = 86399999913600, fields = '{\"maxlifespan\":\"999999999d\"}' where id = $1",
                    old);
            assertThat(holding())
                    .filteredOn(it -> it.task().number() == old)
                    .singleElement()
                    .satisfies(it -> assertThat(it.endsAt()).isPresent());
            assertThat(holding())
                    .filteredOn(it -> it.task().number() == other)
                    .singleElement()
                    .satisfies(it -> assertThat(it.endsAt()).isEmpty());
            live(other, "1s");
            NODE.stop(other);
            starts.forEach(it -> NODE.end(it, 0));
            awaitPrimary("fay", other, "over");
            awaitPrimary("fay", old, "over");
        });
    }

    private List<Holding> holding() {
        return context.run(() -> Panache.withSession(attempts::holding)).await().atMost(Duration.ofSeconds(20));
    }

    private void sql(String statement, long task) {
        database.preparedQuery(statement).execute(Tuple.of(task)).await().atMost(Duration.ofSeconds(20));
    }

    @Test
    void whatIsSetOnAnArrayReachesChildrenThatRunAndThoseThatWait() {
        NODE.serving(1_000, 100_000, () -> {
            // Each child takes one of the two ports of the node.
            var parent = submit(
                    "fay",
                    task("").replace("\"values\":null", "\"values\":\"1:3\"")
                            .replace("\"cpu\":1", "\"cpu\":1,\"ports\":[80]"));
            var first = NODE.start(parent + 1);
            var second = NODE.start(parent + 2);
            NODE.begin(first);
            eventually(() -> get("fay", parent + 1).body("container.status", equalTo("ready")));
            live(parent, "6d");
            for (long child = parent + 1; child <= parent + 3; child++) {
                lives(child, "6d");
            }
            live(parent + 2, "5d");
            lives(parent + 1, "6d");
            live(parent, "1s");
            lives(parent + 2, "1s");
            NODE.stop(parent + 1);
            get("fay", parent + 3).body("status.primary", equalTo("pending"));
            as("fay").delete(TASK + "/" + parent).then().statusCode(200);
            NODE.end(first, 143);
            NODE.failed(second, "stopped before it started");
            awaitPrimary("fay", parent, "over");
            get("fay", parent + 1)
                    .body("status.secondary", equalTo("killed"))
                    .body("status.reason", equalTo("Max duration reached"));
            as("fay")
                    .body("{\"name\":\"maxlifespan\",\"value\":\"2s\"}")
                    .put(TASK + "/" + parent)
                    .then()
                    .statusCode(409);
        });
    }
}
