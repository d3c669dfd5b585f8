package dev.slipway.task;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Owner;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;

/** What other tests left waiting or running, for tests that count what all have. */
public final class Leftovers {
    private Leftovers() {}

    /** Ends it all, as administrators and nodes do. */
    public static void end(Pool database) {
        for (var row : database.query("select distinct owner from task where state in ('created', 'pending', 'spread',"
                        + " 'placed', 'running')")
                .executeAndAwait()) {
            asAdmin()
                    .delete("/api/1.0/user/" + row.getString(0) + "/task")
                    .then()
                    .statusCode(200);
        }
        TestNode.eventually(() -> {
            database.query("""
                            select attempt.task, attempt.number, attempt.node, task.owner, task.project
                            from attempt join task on task.id = attempt.task where attempt.ended_at is null""").executeAndAwait().forEach(Leftovers::lose);
            asAdmin().get("/api/v1/queue").then().body("waiting", equalTo(0)).body("running", equalTo(0));
        });
    }

    private static void lose(Row attempt) {
        var owner = Owner.task(attempt.getLong(0), attempt.getString(3), attempt.getString(4));
        var number = attempt.getInteger(1);
        Kafka.publish(new ContainerEvent.Lost(
                owner.id() + "-" + number, owner, number, attempt.getString(2), "its test is over", Instant.now()));
    }

    private static RequestSpecification asAdmin() {
        return given().header("Authorization", "Bearer " + Tokens.admin()).header("Content-Type", "application/json");
    }
}
