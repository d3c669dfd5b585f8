package dev.slipway.task.task;

import static dev.slipway.task.TestNode.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One event that no broker takes stops no other. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class UnsendableTest {
    /** The same for all: what comes later of a key does not wait either. */
    private static final long TASK = 8_800_000_001L;

    @Inject
    Pool database;

    @AfterEach
    void forget() {
        sql("delete from outbox_dead where key = $1", key());
    }

    @Test
    void whatTheBrokerNeverTakesIsPutAsideAndTheOthersGoOn() {
        append("before");
        append("x".repeat(5 << 20));
        append("behind");
        assertThat(Kafka.await(TaskEvent.TOPIC, TaskEvent.class, it -> isOf(it, "behind"))
                        .task())
                .isEqualTo(TASK);
        eventually(() -> {
            var kept = sql("select topic, reason, octet_length(event) as bytes from outbox_dead where key = $1", key());
            assertThat(kept.rowCount()).isEqualTo(1);
            var row = kept.iterator().next();
            assertThat(row.getString("topic")).isEqualTo(TaskEvent.TOPIC);
            assertThat(row.getString("reason")).contains("RecordTooLargeException");
            assertThat(row.getInteger("bytes")).isGreaterThan(5 << 20);
            assertThat(sql("select id from outbox where key = $1", key()).rowCount())
                    .isZero();
        });
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'unsendable events' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'unsendable events' }.data.'task-events.v1'", greaterThanOrEqualTo(1));
        assertThat(Kafka.all(TaskEvent.TOPIC, TaskEvent.class))
                .filteredOn(it -> it.task() == TASK)
                .anyMatch(it -> isOf(it, "before"));
    }

    private void append(String owner) {
        database.preparedQuery("insert into outbox (topic, key, event) values ($1, $2, $3)")
                .execute(Tuple.of(
                        TaskEvent.TOPIC, key(), Contract.write(new TaskEvent.Archived(TASK, owner, Instant.EPOCH))))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private static String key() {
        return Long.toString(TASK);
    }

    private static boolean isOf(TaskEvent event, String owner) {
        return event instanceof TaskEvent.Archived it
                && it.task() == TASK
                && it.owner().equals(owner);
    }

    private RowSet<Row> sql(String statement, String key) {
        return database.preparedQuery(statement).execute(Tuple.of(key)).await().atMost(Duration.ofSeconds(20));
    }
}
