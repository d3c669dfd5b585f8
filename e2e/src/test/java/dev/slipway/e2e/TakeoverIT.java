package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where two processes of task-service run, one goes on where the other died. */
@ExtendWith(SuiteExtension.class)
class TakeoverIT {
    /** From the death of the leader to the next task that is placed: what is published. */
    private static final Duration TAKEOVER = Duration.ofSeconds(15);

    /** Until somebody who asks has seen it. */
    private static final Duration SEEN = Duration.ofSeconds(60);

    private static final int CHILDREN = 8;

    @Test
    void anotherReplicaPlacesTasksSoonAfterTheDeathOfTheLeader(Suite suite) throws Exception {
        suite.key("zoe");
        try (var second = suite.startReplica("task-service")) {
            suite.kill("task-service");
            var killed = Instant.now();
            var array = submit(asZoe(suite, second));
            var first = await(suite, second, array + 1, "placed_at", SEEN);
            assertThat(Duration.between(killed, Instant.parse(first.getString("placed_at"))))
                    .isBetween(Duration.ZERO, TAKEOVER);
            // The ends of its children are told to the share of the events that was the dead one's, too.
            await(suite, second, array, "ended_at", SEEN);
            for (int child = 1; child <= CHILDREN; child++) {
                assertThat(await(suite, second, array + child, "ended_at", SEEN).getInt("exit_code"))
                        .isZero();
            }
        } finally {
            suite.up();
        }
        assertThat(new Batch(suite, "zoe").run("true").exitCode()).isZero();
    }

    private static RequestSpecification asZoe(Suite suite, Replica replica) {
        return suite.as("zoe").baseUri(replica.url()).contentType(ContentType.JSON);
    }

    private static long submit(RequestSpecification client) {
        return client.body(Map.of("image", "slipway/base:latest", "script", "true", "array", "1:" + CHILDREN))
                .post("/api/v1/tasks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static JsonPath await(Suite suite, Replica replica, long id, String member, Duration most) {
        return Awaitility.await(member + " of task " + id)
                .atMost(most)
                .until(
                        () -> asZoe(suite, replica).get("/api/v1/tasks/" + id).jsonPath(),
                        it -> it.getString(member) != null);
    }
}
