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
    private static final String NOTHING_LEFT = "%d: 0".formatted(ObjectEvent.Used.GIVEN_UP);

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

    /** What is told of the room its files take: attempt and bytes, in order. */
    static List<String> used(long task) {
        return Kafka.all(ObjectEvent.TOPIC, ObjectEvent.class).stream()
                .filter(it -> it.owner().equals("alice"))
                .filter(ObjectEvent.Used.class::isInstance)
                .map(ObjectEvent.Used.class::cast)
                .filter(it -> it.task() == task)
                .map(it -> "%d: %d".formatted(it.attempt(), it.bytes()))
                .toList();
    }

    private static void awaitGivenBack(long task, String... told) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(used(task)).containsExactly(told));
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
        awaitGivenBack(task, "1: 100010", NOTHING_LEFT);
        manifest(task, 1, List.of(inline("god.log", new byte[10])));
        assertThat(status(task, "god.log")).isEqualTo(404);
        assertThat(used(task)).containsExactly("1: 100010", NOTHING_LEFT);
        Kafka.publish(new TaskEvent.Removed(task, "alice", Instant.now()));
        awaitGivenBack(task, "1: 100010", NOTHING_LEFT, NOTHING_LEFT);
        awaitGone(task);
        assertThat(used(other)).containsExactly("1: 100010");
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
        assertThat(used(task)).containsExactly("1: 100010", NOTHING_LEFT);
    }
}
