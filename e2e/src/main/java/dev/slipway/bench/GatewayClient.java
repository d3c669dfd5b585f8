package dev.slipway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A GO-Docker client. */
final class GatewayClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String token;

    private GatewayClient(String url, String token) {
        this.url = url;
        this.token = token;
    }

    static GatewayClient login(String url, String user, String apikey) throws IOException, InterruptedException {
        var body =
                JSON.createObjectNode().put("user", user).put("apikey", apikey).toString();
        var answer = new GatewayClient(url, "").send("POST", "/api/1.0/authenticate", body);
        return new GatewayClient(url, answer.path("token").asText());
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

    void cancel(long id) throws IOException, InterruptedException {
        send("DELETE", "/api/1.0/task/" + id, "");
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body))
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
