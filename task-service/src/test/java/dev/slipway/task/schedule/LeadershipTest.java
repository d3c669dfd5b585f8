package dev.slipway.task.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.platform.outbox.Lease;
import dev.slipway.platform.outbox.Leases;
import dev.slipway.task.TestNode;
import dev.slipway.task.maintenance.Maintenance;
import dev.slipway.task.plan.Plan.Placement;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One replica leads, and what an earlier leader still wants to write is refused by its fence. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LeadershipTest {
    private static final String TASKS = "/api/v1/tasks";
    private static final TestNode NODE = new TestNode("led-node");

    private final String name = "test-" + UUID.randomUUID();

    @Inject
    Leases leases;

    @Inject
    Placements placements;

    @Inject
    TaskRepository tasks;

    @Inject
    OwnContext context;

    @Inject
    Pool database;

    @Inject
    BoardReader reader;

    @Inject
    NodeViews nodes;

    @Inject
    Maintenance maintenance;

    @Inject
    ScheduleConfig config;

    @Test
    void oneHoldsItAndTheFenceGrowsWithEachNewHolder() {
        var first = acquire();
        assertThat(first.isHeld(Instant.now())).isTrue();
        assertThat(acquire().fence()).isEqualTo(first.fence());
        succeeded("1 hour");
        assertThat(acquire().isHeld(Instant.now())).isFalse();
        sql("update lease set until = now() - interval '1 second' where name = $1");
        assertThat(acquire().fence()).isEqualTo(first.fence() + 2);
    }

    @Test
    void whoWasSucceededPlacesNothing() {
        Accounts.announce("lea", 5801);
        NODE.serving(2, 8, () -> {
            // More than the node has: nobody else places it meanwhile.
            var id = new TaskId(submit());
            var shape =
                    await(() -> Panache.withSession(() -> tasks.require(id))).shape();
            var batch = new Placements.Batch(List.of(new Placement(id.number(), shape, "led-node", 0)), List.of());
            var early = acquire();
            succeeded("1 hour");
            assertThatThrownBy(() -> await(() -> placements.carryOut(batch, early)))
                    .isInstanceOf(Placements.Deposed.class);
            as().get(TASKS + "/" + id).then().statusCode(200).body("state", equalTo("pending"));
            assertThat(TestNode.commands(id.number())).isEmpty();
            sql("update lease set until = now() - interval '1 second' where name = $1");
            var later = acquire();
            assertThat(await(() -> placements.carryOut(batch, later)).placed()).hasSize(1);
            NODE.run(NODE.start(id.number()), 0);
            TestNode.eventually(() -> as().get(TASKS + "/" + id).then().body("state", equalTo("over")));
        });
    }

    /** By less than all that was said of them, accounts would have no quota and projects no members. */
    @Test
    void whoHasNotHeardOfAllAccountsAndProjectsDoesNotLead() throws InterruptedException {
        var rights = new LateRights();
        var started = new Dispatcher(
                reader, placements, nodes, maintenance, leases, context, rights, config, InstantSource.system());
        started.sweep();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rights.asked.get() > 2);
        assertThat(started.leads()).isFalse();
        rights.heard = true;
        // The one of this process may take it back at any moment.
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            database.query("update lease set until = now() - interval '1 second' where name = 'scheduler'")
                    .execute()
                    .await()
                    .atMost(Duration.ofSeconds(20));
            started.sweep();
            return started.leads();
        });
        started.stop(new ShutdownEvent());
        given().get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'accounts read' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'projects read' }.status", equalTo("UP"));
    }

    /** Of somebody who hears of it when the test says so. */
    private static final class LateRights implements Rights {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean heard;

        @Override
        public Right ofUser(String login) {
            return Right.USUAL;
        }

        @Override
        public Right ofProject(String project) {
            return Right.USUAL;
        }

        @Override
        public boolean mayRun(String login, String project) {
            return true;
        }

        @Override
        public Uni<Boolean> areHeard() {
            asked.incrementAndGet();
            return Uni.createFrom().item(heard);
        }
    }

    private Lease acquire() {
        return leases.acquire(Lease.none(name)).await().atMost(Duration.ofSeconds(20));
    }

    /** Another holder has it for so long. */
    private void succeeded(String length) {
        sql("update lease set holder = 'another', fence = fence + 1, until = now() + interval '" + length
                + "' where name = $1");
    }

    private void sql(String statement) {
        database.preparedQuery(statement).execute(Tuple.of(name)).await().atMost(Duration.ofSeconds(20));
    }

    private <T> T await(Supplier<Uni<T>> work) {
        return context.run(work).await().atMost(Duration.ofSeconds(20));
    }

    private static RequestSpecification as() {
        return given().header("Authorization", "Bearer " + Tokens.user("lea")).contentType("application/json");
    }

    private static long submit() {
        return as().body("{\"image\":\"slipway/base:latest\",\"script\":\"true\",\"cpus\":3}")
                .post(TASKS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }
}
