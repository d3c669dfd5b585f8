package dev.slipway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A GO-Docker client. */
final class GatewayClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Access access;

    private GatewayClient(Access access) {
        this.access = access;
    }

    /** Where, and as whom. */
    record Access(String url, String token) {
        /** Without the token: whatever is printed, that is not. */
        @Override
        public String toString() {
            return url;
        }
    }

    Access access() {
        return access;
    }

    static GatewayClient login(String url, String user, String apikey) throws IOException, InterruptedException {
        var body =
                JSON.createObjectNode().put("user", user).put("apikey", apikey).toString();
        var answer = new GatewayClient(new Access(url, "")).send("POST", "/api/1.0/authenticate", body);
        return new GatewayClient(new Access(url, answer.path("token").asText()));
    }

    /** The body of a task that prints nothing and ends at once. */
    static String noop(long ram) {
        return """
                {"meta":{"name":"bench"},"requirements":{"cpu":1,"ram":%d},
                 "container":{"image":"slipway/base:latest"},"command":{"cmd":"#!/bin/sh\\ntrue\\n"}}""".formatted(ram);
    }

    /** The id of the task made. */
    long submit(String task) throws IOException, InterruptedException {
        return send("POST", "/api/1.0/task", task).path("id").asLong();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    /** Whether there is a task of this number. */
    boolean has(long id) throws IOException, InterruptedException {
        var path = "/api/1.0/task/" + id;
        var response = http.send(request("GET", path, ""), BodyHandlers.ofString());
        return switch (response.statusCode()) {
            case 200 -> JSON.readTree(response.body()).path("id").asLong() == id;
            case 404 -> false;
            default -> throw refused("GET", path, response);
        };
    }

    void cancel(long id) throws IOException, InterruptedException {
        send("DELETE", "/api/1.0/task/" + id, "");
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        var response = http.send(request(method, path, body), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw refused(method, path, response);
        }
        return JSON.readTree(response.body());
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(access.url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + access.token())
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    private static IOException refused(String method, String path, HttpResponse<String> response) {
        return new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
}
