package dev.slipway.storage;

import static io.restassured.RestAssured.given;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.platform.contract.Owner;
import dev.slipway.testkit.Kafka;
import dev.slipway.testkit.Tokens;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Plays node-service for tasks of alice. */
public final class NodePlayer {
    private static final AtomicLong NUMBERS = new AtomicLong(System.currentTimeMillis() / 1000 * 1000);

    private NodePlayer() {}

    /** A number no other test has. */
    public static long freshTask() {
        return NUMBERS.incrementAndGet();
    }

    /** The task's attempt is on node {@code n1}, which answers at {@code url}. */
    public static void started(long task, int attempt, String url) {
        heartbeat("n1", url);
        var owner = Owner.task(task, "alice", "default");
        Kafka.publish(new ContainerEvent.Preparing(
                task + "-" + attempt, owner, attempt, "n1", "/jobs/" + task, "", Instant.now()));
    }

    public static void heartbeat(String node, String url) {
        Kafka.publish(new NodeEvent.Heartbeat(node, url, 2, 1L << 30, 0, true, Map.of(), Instant.now()));
    }

    /** It never ran. */
    public static void failed(long task, int attempt) {
        var owner = Owner.task(task, "alice", "default");
        Kafka.publish(new ContainerEvent.Failed(
                task + "-" + attempt, owner, attempt, "n1", "no such image", false, false, Instant.now()));
    }

    /** A request with the node's token. */
    public static RequestSpecification asNode() {
        return given().header("Authorization", "Bearer " + Tokens.service("node-service"));
    }

    public static void chunk(long task, int attempt, String stream, long offset, byte[] bytes) {
        asNode().header("X-Owner", "alice")
                .header("X-Project", "default")
                .contentType("application/octet-stream")
                .body(bytes)
                .put("/internal/tasks/{task}/{attempt}/logs/{stream}/{offset}", task, attempt, stream, offset)
                .then()
                .statusCode(204);
    }

    /** Puts a file as a node does: asks for the address and sends the bytes there. */
    public static void upload(long task, int attempt, String path, long size, BodyPublisher body)
            throws IOException, InterruptedException {
        String url = asNode().contentType("application/json")
                .body(Map.of(
                        "owner", "alice", "project", "default", "files", List.of(Map.of("path", path, "size", size))))
                .post("/internal/tasks/{task}/{attempt}/uploads", task, attempt)
                .then()
                .statusCode(200)
                .extract()
                .path("uploads[0].url");
        try (var client = HttpClient.newHttpClient()) {
            var put = HttpRequest.newBuilder(URI.create(url)).PUT(body).build();
            var answer = client.send(put, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("upload: " + answer.statusCode() + " " + answer.body());
            }
        }
    }

    public static Map<String, Object> inline(String path, byte[] bytes) {
        return Map.of(
                "path",
                path,
                "size",
                bytes.length,
                "inline",
                java.util.Base64.getEncoder().encodeToString(bytes));
    }

    public static Map<String, Object> uploaded(String path, long size) {
        return Map.of("path", path, "size", size);
    }

    public static void manifest(long task, int attempt, List<Map<String, Object>> files, String... directories) {
        asNode().contentType("application/json")
                .body(Map.of(
                        "owner",
                        "alice",
                        "project",
                        "default",
                        "node",
                        "n1",
                        "files",
                        files,
                        "directories",
                        List.of(directories)))
                .put("/internal/tasks/{task}/{attempt}/manifest", task, attempt)
                .then()
                .statusCode(204);
    }
}
