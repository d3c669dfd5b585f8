package dev.slipway.storage.log;

import static dev.slipway.storage.NodePlayer.asNode;
import static dev.slipway.storage.NodePlayer.freshTask;
import static dev.slipway.storage.NodePlayer.inline;
import static dev.slipway.storage.NodePlayer.manifest;
import static dev.slipway.storage.NodePlayer.upload;
import static dev.slipway.storage.NodePlayer.uploaded;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.storage.Neighbours;
import dev.slipway.storage.NodePlayer;
import dev.slipway.storage.blob.BlobStore;
import dev.slipway.storage.object.TaskId;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(Neighbours.class)
@Timeout(120)
class LogResourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    BlobStore blobs;

    private static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login));
    }

    private static ValidatableResponse log(long task, String stream, long offset) {
        return as("alice")
                .queryParam("stream", stream)
                .queryParam("offset", offset)
                .get("/api/v1/tasks/{id}/logs", task)
                .then();
    }

    private static void chunk(long task, long offset, String text) {
        NodePlayer.chunk(task, 1, "stdout", offset, text.getBytes(UTF_8));
    }

    private static SseReader follow(long task, String query) {
        return SseReader.follow(task, query, Optional.empty());
    }

    @Test
    void whatIsThereIsReadFromAnyOffset() {
        var task = freshTask();
        chunk(task, 0, "hello ");
        chunk(task, 6, "wörld\n");
        NodePlayer.chunk(task, 1, "stderr", 0, "oops".getBytes(UTF_8));
        log(task, "stdout", 0)
                .statusCode(200)
                .header("Content-Type", equalTo("text/plain; charset=utf-8"))
                .header("X-Next-Offset", equalTo("13"))
                .header("Content-Length", equalTo("13"))
                .body(equalTo("hello wörld\n"));
        log(task, "stdout", 6).header("X-Next-Offset", equalTo("13")).body(equalTo("wörld\n"));
        log(task, "stdout", 13)
                .statusCode(200)
                .header("X-Next-Offset", equalTo("13"))
                .body(equalTo(""));
        log(task, "stdout", 99)
                .statusCode(200)
                .header("X-Next-Offset", equalTo("99"))
                .body(equalTo(""));
        as("alice").head("/api/v1/tasks/{id}/logs", task).then().statusCode(200).header("X-Next-Offset", equalTo("13"));
        log(task, "stderr", 1).header("X-Next-Offset", equalTo("4")).body(equalTo("ops"));
        as("alice").get("/api/v1/tasks/{id}/logs", task).then().statusCode(200).body(equalTo("hello wörld\n"));
    }

    @Test
    void repeatsAndOverlapsNeitherDoubleNorLoseABit() {
        var task = freshTask();
        chunk(task, 0, "0123456789");
        chunk(task, 0, "0123456789");
        chunk(task, 0, "01234");
        chunk(task, 10, "abc");
        chunk(task, 5, "56789ab");
        chunk(task, 12, "cdef");
        log(task, "stdout", 0).body(equalTo("0123456789abcdef")).header("X-Next-Offset", equalTo("16"));
        chunk(task, 20, "behind a gap");
        log(task, "stdout", 0).body(equalTo("0123456789abcdef")).header("X-Next-Offset", equalTo("16"));
        chunk(task, 16, "ghij");
        log(task, "stdout", 14).body(equalTo("efghijbehind a gap")).header("X-Next-Offset", equalTo("32"));
    }

    @Test
    void onceKeptTheLogIsTheFileAndTheChunksAreGone() {
        var task = freshTask();
        chunk(task, 0, "first ");
        chunk(task, 6, "second");
        manifest(task, 1, List.of(inline("god.log", "first second third".getBytes(UTF_8))));
        log(task, "stdout", 6)
                .statusCode(200)
                .header("X-Next-Offset", equalTo("18"))
                .body(equalTo("second third"));
        log(task, "stderr", 0)
                .statusCode(200)
                .header("X-Next-Offset", equalTo("0"))
                .body(equalTo(""));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(blobs.list(LogId.prefix(new TaskId(task), 1), "")
                                .await()
                                .atMost(PATIENCE))
                        .isEmpty());
        chunk(task, 12, " too late");
        log(task, "stdout", 0).body(equalTo("first second third"));
    }

    @Test
    void aFollowerGetsWhatIsThereWhatComesAndTheEnd() {
        var task = freshTask();
        chunk(task, 0, "one\n");
        try (var events = follow(task, "&stream=stdout&offset=0")) {
            assertThat(events.status()).isEqualTo(200);
            assertThat(events.header("Content-Type")).contains("text/event-stream; charset=utf-8");
            assertThat(events.next()).isEqualTo(new SseReader.Event("message", "4", "one\n"));
            chunk(task, 4, "two\nthree");
            assertThat(events.next()).isEqualTo(new SseReader.Event("message", "13", "two\nthree"));
            manifest(task, 1, List.of(inline("god.log", "one\ntwo\nthree\nfour\n".getBytes(UTF_8))));
            assertThat(events.next()).isEqualTo(new SseReader.Event("message", "19", "\nfour\n"));
            assertThat(events.next()).isEqualTo(new SseReader.Event("end", "19", "19"));
            assertThat(events.isClosed()).isTrue();
        }
    }

    @Test
    void aFollowerResumesWhereItsLastEventWas() {
        var task = freshTask();
        chunk(task, 0, "one two three");
        try (var events = SseReader.follow(task, "&offset=0", Optional.of("8"))) {
            assertThat(events.next()).isEqualTo(new SseReader.Event("message", "13", "three"));
        }
        try (var events = follow(task, "&offset=4")) {
            assertThat(events.next().data()).isEqualTo("two three");
        }
        manifest(task, 1, List.of(inline("god.log", "one two three".getBytes(UTF_8))));
        try (var events = SseReader.follow(task, "", Optional.of("13"))) {
            assertThat(events.next()).isEqualTo(new SseReader.Event("end", "13", "13"));
        }
    }

    @Test
    void charactersAreNeverTorn() {
        var task = freshTask();
        var bytes = "a€b😀c\r\nd".getBytes(UTF_8);
        try (var events = followWaiting(task)) {
            for (int it = 0; it < bytes.length; it++) {
                NodePlayer.chunk(task, 1, "stdout", it, Arrays.copyOfRange(bytes, it, it + 1));
            }
            manifest(task, 1, List.of(inline("god.log", bytes)));
            assertThat(events.rest()).isEqualTo("a€b😀c\nd");
        }
    }

    @Test
    void aCharacterThatNeverComesIsShownAtTheEnd() {
        var task = freshTask();
        NodePlayer.chunk(task, 1, "stdout", 0, new byte[] {'a', (byte) 0xE2, (byte) 0x82});
        manifest(task, 1, List.of(inline("god.log", new byte[] {'a', (byte) 0xE2, (byte) 0x82})));
        try (var events = follow(task, "")) {
            assertThat(events.next()).isEqualTo(new SseReader.Event("message", "1", "a"));
            assertThat(events.next()).isEqualTo(new SseReader.Event("message", "3", "�"));
            assertThat(events.next().type()).isEqualTo("end");
        }
    }

    private static SseReader followWaiting(long task) {
        Neighbours.task(task, "alice", "pending");
        return follow(task, "");
    }

    @Test
    void aFollowerThatComesBeforeTheTaskStartsWaits() {
        var task = freshTask();
        try (var events = followWaiting(task)) {
            assertThat(events.status()).isEqualTo(200);
            NodePlayer.started(task, 1, Neighbours.url());
            chunk(task, 0, "at last");
            assertThat(events.next().data()).isEqualTo("at last");
            assertThat(events.comments()).isNotEmpty();
        }
    }

    @Test
    void aTaskThatNeverRunsEndsItsFollowers() {
        var failed = freshTask();
        var cancelled = freshTask();
        try (var ofFailed = followWaiting(failed);
                var ofCancelled = followWaiting(cancelled)) {
            NodePlayer.failed(failed, 1);
            Neighbours.task(cancelled, "alice", "over");
            assertThat(ofFailed.next()).isEqualTo(new SseReader.Event("end", "0", "0"));
            assertThat(ofCancelled.next()).isEqualTo(new SseReader.Event("end", "0", "0"));
        }
    }

    @Test
    void silenceIsBrokenByASignOfLife() {
        var task = freshTask();
        chunk(task, 0, "x");
        try (var events = follow(task, "")) {
            assertThat(events.next().data()).isEqualTo("x");
            var next = CompletableFuture.supplyAsync(events::next);
            Awaitility.await().atMost(PATIENCE).until(() -> events.comments().contains(": waiting"));
            chunk(task, 1, "y");
            assertThat(next.join().data()).isEqualTo("y");
        }
    }

    @Test
    void aChunkReachesItsFollowersInMilliseconds() {
        var task = freshTask();
        chunk(task, 0, "0");
        try (var events = follow(task, "")) {
            events.next();
            var best = Long.MAX_VALUE;
            for (int it = 1; it < 50; it++) {
                var offset = it;
                var begun = System.nanoTime();
                var sending = CompletableFuture.runAsync(() -> chunk(task, offset, "x"));
                assertThat(events.next().id()).isEqualTo(Integer.toString(offset + 1));
                best = Math.min(best, System.nanoTime() - begun);
                sending.join();
            }
            // The best of fifty: a slow machine makes some slow, only the poll would make all slow.
            assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(250));
        }
    }

    @Test
    void aLongLogIsStreamedWhetherLiveOrKept() throws Exception {
        var task = freshTask();
        var line = "0123456789abcdef".repeat(4096) + "\n";
        var whole = new StringBuilder();
        for (int it = 0; it < 40; it++) {
            chunk(task, whole.length(), line);
            whole.append(line);
        }
        var live = as("alice")
                .get("/api/v1/tasks/{id}/logs", task)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(live).isEqualTo(whole.toString());
        upload(task, 1, "god.log", whole.length(), BodyPublishers.ofString(whole.toString()));
        manifest(task, 1, List.of(uploaded("god.log", whole.length())));
        log(task, "stdout", 100).body(equalTo(whole.substring(100)));
        try (var events = follow(task, "&offset=1000000")) {
            assertThat(events.rest()).isEqualTo(whole.substring(1000000));
        }
    }

    @Test
    void aFollowerWhoDoesNotReadHoldsNobodyUp() {
        var task = freshTask();
        var line = "x".repeat(1_000_000);
        chunk(task, 0, line);
        try (var lazy = follow(task, "");
                var eager = follow(task, "")) {
            assertThat(lazy.status()).isEqualTo(200);
            for (int it = 1; it < 12; it++) {
                chunk(task, it * 1_000_000L, line);
            }
            manifest(task, 1, List.of(inline("god.err", new byte[0])));
            assertThat(eager.next().data()).isNotEmpty();
        }
    }

    @Test
    void anothersTaskDoesNotExist() {
        var task = freshTask();
        chunk(task, 0, "secret");
        for (var route : List.of("/logs", "/logs?follow=true", "/files", "/files/god.log", "/files/..%2f..")) {
            as("bob")
                    .urlEncodingEnabled(false)
                    .get("/api/v1/tasks/" + task + route)
                    .then()
                    .statusCode(404)
                    .header("Content-Type", equalTo("application/problem+json"));
        }
        as("alice").get("/api/v1/tasks/{id}/logs", freshTask()).then().statusCode(404);
        given().get("/api/v1/tasks/{id}/logs", task).then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "stream=std,stream",
        "offset=x,offset",
        "offset=-1,offset",
        "offset=99999999999999999,offset",
        "follow=maybe,follow"
    })
    void aBadParameterIsNamed(String query, String field) {
        var task = freshTask();
        chunk(task, 0, "x");
        as("alice")
                .get("/api/v1/tasks/" + task + "/logs?" + query)
                .then()
                .statusCode(400)
                .header("Content-Type", equalTo("application/problem+json"))
                .body("detail", containsString(field));
    }

    @Test
    void onlyServicesHandIn() {
        var task = freshTask();
        as("alice")
                .header("X-Owner", "alice")
                .header("X-Project", "default")
                .body("x")
                .put("/internal/tasks/{task}/1/logs/stdout/0", task)
                .then()
                .statusCode(403);
        asNode().body("x")
                .put("/internal/tasks/{task}/1/logs/stdout/0", task)
                .then()
                .statusCode(400)
                .body("detail", containsString("X-Owner"));
    }
}
