package dev.slipway.storage.log;

import dev.slipway.testkit.Tokens;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A follower as a browser is one: reads events by the rules of the HTML standard. */
final class SseReader implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<java.io.InputStream> response;
    private final BufferedReader lines;
    private final List<String> comments = new ArrayList<>();

    record Event(String type, String id, String data) {}

    private SseReader(HttpRequest request) throws IOException, InterruptedException {
        this.response = client.send(request, BodyHandlers.ofInputStream());
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** Follows as {@code alice}; {@code lastEvent} as a browser that comes back would send it. */
    static SseReader follow(long task, String query, Optional<String> lastEvent) {
        var uri = URI.create(
                "http://localhost:%d/api/v1/tasks/%d/logs?follow=true%s".formatted(RestAssured.port, task, query));
        var request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + Tokens.user("alice"));
        lastEvent.ifPresent(it -> request.header("Last-Event-ID", it));
        try {
            return new SseReader(request.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    List<String> comments() {
        return comments;
    }

    /** The next event; waits for it. */
    Event next() {
        var type = "message";
        var id = "";
        var data = new StringBuilder();
        for (var line = read(); line != null; line = read()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return new Event(type, id, data.substring(0, data.length() - 1));
            } else if (line.startsWith(":")) {
                comments.add(line);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6)).append('\n');
            }
        }
        throw new AssertionError("The stream ended");
    }

    /** All text up to the end, which must come. */
    String rest() {
        var text = new StringBuilder();
        for (var event = next(); !event.type().equals("end"); event = next()) {
            text.append(event.data());
        }
        return text.toString();
    }

    /** Whether the server has closed the stream. */
    boolean isClosed() {
        return read() == null;
    }

    private String read() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
