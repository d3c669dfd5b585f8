package dev.slipway.node.container;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What the stand-in for the store holds. */
final class Storage {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Storage() {}

    /** What was last put there. */
    static Optional<byte[]> get(String path) {
        var answer = send(HttpRequest.newBuilder(uri("/test" + path)).GET().build());
        return answer.length == 0 && !exists(path) ? Optional.empty() : Optional.of(answer);
    }

    private static boolean exists(String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri("/test" + path)).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What task-service keeps as the script of a task. */
    static void script(String task, byte[] script) {
        send(HttpRequest.newBuilder(uri("/test/internal/tasks/" + task + "/script"))
                .PUT(BodyPublishers.ofByteArray(script))
                .build());
    }

    /** The next requests are refused, this many. */
    static void refuse(int times) {
        send(HttpRequest.newBuilder(uri("/test/refuse"))
                .POST(BodyPublishers.ofString(Integer.toString(times)))
                .build());
    }

    /** The manifest of an attempt. */
    static JsonObject manifest(String task, int attempt) {
        return new JsonObject(text(
                get("/internal/tasks/%s/%d/manifest".formatted(task, attempt)).orElseThrow()));
    }

    /** A file of an attempt, wherever it was kept. */
    static byte[] file(String task, int attempt, String path) {
        return manifest(task, attempt).getJsonArray("files").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("path").equals(path))
                .map(it -> it.containsKey("inline")
                        ? Base64.getDecoder().decode(it.getString("inline"))
                        : get("/internal/tasks/%s/%d/uploads/%s".formatted(task, attempt, path))
                                .orElseThrow())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no file " + path));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + System.getProperty("slipway.test.storage-port") + path);
    }
}
