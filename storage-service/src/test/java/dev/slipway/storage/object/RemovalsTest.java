package dev.slipway.storage.object;

import static dev.slipway.storage.NodePlayer.freshTask;
import static dev.slipway.storage.NodePlayer.inline;
import static dev.slipway.storage.NodePlayer.manifest;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.ObjectEvent;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.storage.Neighbours;
import dev.slipway.storage.blob.BlobStore;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is archived or removed has no files any more: the part of cases 81 and 82 that is about files. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(Neighbours.class)
class RemovalsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    BlobStore blobs;

    private static long keptTask() {
        var task = freshTask();
        manifest(task, 1, List.of(inline("god.log", new byte[10]), inline("big.bin", new byte[100_000])));
        return task;
    }

    private static int status(long task, String path) {
        return given().header("Authorization", "Bearer " + Tokens.user("alice"))
                .get("/api/1.0/task/" + task + "/files/" + path)
                .statusCode();
    }

    private void awaitGone(long task) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(status(task, "god.log")).isEqualTo(404);
            assertThat(objects(task)).isZero();
        });
        assertThat(status(task, "")).isEqualTo(404);
    }

    private int objects(long task) {
        return blobs.list(ObjectKeys.ofTask(new TaskId(task)), "")
                .await()
                .atMost(PATIENCE)
                .size();
    }

    /** How often it was told that its files are given up. */
    private static long givenUp(long task) {
        return Kafka.all(ObjectEvent.TOPIC, ObjectEvent.class).stream()
                .filter(it -> it instanceof ObjectEvent.GivenUp gone
                        && gone.task() == task
                        && gone.owner().equals("alice"))
                .count();
    }

    private static void awaitGivenUp(long task, long times) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(givenUp(task)).isEqualTo(times));
    }

    @Test
    void case81TheFilesOfAnArchivedTaskAre404() {
        var task = keptTask();
        var other = keptTask();
        assertThat(status(task, "big.bin")).isEqualTo(200);
        assertThat(objects(task)).isPositive();
        Kafka.publish(new TaskEvent.Archived(task, "alice", Instant.now()));
        awaitGone(task);
        assertThat(status(other, "big.bin")).isEqualTo(200);
        awaitGivenUp(task, 1);
        manifest(task, 1, List.of(inline("god.log", new byte[10])));
        assertThat(status(task, "god.log")).isEqualTo(404);
        Kafka.publish(new TaskEvent.Removed(task, "alice", Instant.now()));
        awaitGivenUp(task, 2);
        awaitGone(task);
        assertThat(givenUp(other)).isZero();
    }

    @Test
    void ofADeletedAccountNothingIsLeftAndThatIsTold() {
        var task = keptTask();
        var from = Instant.now();
        Kafka.publish(new TaskEvent.AccountCleared(0, "alice", Instant.now()));
        Kafka.await(
                ObjectEvent.TOPIC,
                ObjectEvent.class,
                it -> it instanceof ObjectEvent.AccountCleared(var owner, var at)
                        && owner.equals("alice")
                        && at.isAfter(from));
        awaitGone(task);
        assertThat(givenUp(task)).isOne();
    }
}
