package dev.slipway.task.dialect.godocker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testkit.Tokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/**
 * The command line client as godocker.md, section 6, saw it on the wire. It looks at no content type, parses every answer,
 * and formats what it reads without looking for null: so each member is read here with the type it needs.
 *
 * @param token what it got for its key before each command; keys and accounts are auth-service's
 */
record CommandLine(String token) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/1.0";

    static CommandLine of(String login) {
        return new CommandLine(Tokens.user(login));
    }

    static CommandLine ofAdmin() {
        return new CommandLine(Tokens.admin());
    }

    /** A GET or DELETE: no content type, no body. */
    JsonNode ask(String method, String path) {
        return read(authorized().request(method, API + path));
    }

    /** A cursor: a content type and an empty body. */
    JsonNode post(String path) {
        return read(authorized().header("Content-type", "application/json").post(API + path));
    }

    JsonNode send(String method, String path, String document) {
        return read(authorized()
                .header("Content-type", "application/json")
                .body(document)
                .request(method, API + path));
    }

    /** What it asks for without a login. */
    static JsonNode config() {
        return read(given().get(API + "/config"));
    }

    /** What it says of a refusal is known by the status alone. */
    int statusOf(String method, String path) {
        return authorized().request(method, API + path).statusCode();
    }

    /** {@code godjob create}, with its looks at the configuration for volumes, labels and images; the new task's number. */
    long create(String login, String label, String tag) {
        for (int i = 0; i < 3; i++) {
            config();
        }
        var added = send("POST", "/task", document(login, label, tag));
        text(added, "/msg");
        whole(added, "/id");
        return added.get("id").longValue();
    }

    /** With numbers of its own, with null for what was not given, and with what else it knows. */
    private static String document(String login, String label, String tag) {
        return """
                {"user":{"id":"%s","uid":0,"gid":0,"project":"default"},"date":1489000000.5,
                 "meta":{"name":"blast","description":"","tags":[%s]},
                 "requirements":{"cpu":1,"ram":1,"gpus":0,"failure_policy":0,"executor":null,"array":{"values":null},
                   "label":[%s],"tasks":[],"tmpstorage":null,"ports":[]},
                 "container":{"image":"slipway/base:latest","volumes":[{"name":"home","acl":"rw"}],"network":true,"id":null,
                   "meta":null,"stats":null,"ports":[],"root":false},
                 "command":{"interactive":false,"cmd":"#!/bin/bash\\necho hello"},
                 "notify":{"email":false},"status":{"primary":null,"secondary":null}}""".formatted(login, tag, label);
    }

    private RequestSpecification authorized() {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + token);
    }

    private static JsonNode read(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(GoDocker.JSON);
        try {
            return JSON.readTree(answer.asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a list with these numbers, each as the list view needs it. */
    static void listed(JsonNode list, Long... numbers) {
        assertThat(list.isArray()).isTrue();
        list.forEach(CommandLine::isListed);
        assertThat(list.findValuesAsText("id"))
                .containsAll(Stream.of(numbers).map(String::valueOf).toList());
    }

    /** What the list view and the search read of a task. */
    static void isListed(JsonNode task) {
        whole(task, "/id", "/requirements/ram", "/requirements/cpu");
        text(task, "/meta/name", "/meta/description", "/user/id", "/container/image", "/status/primary");
        texts(task, "/meta/tags");
        flag(task, "/container/root", "/command/interactive");
        textOrNull(task, "/status/secondary");
        var meta = task.at("/container/meta");
        assertThat(meta.isNull() || meta.isObject()).as("container.meta").isTrue();
        if (meta.has("State")) {
            whole(task, "/container/meta/State/ExitCode");
        }
    }

    /** What the whole view reads beside that. */
    static void isShown(JsonNode task) {
        isListed(task);
        text(task, "/user/project");
        whole(task, "/requirements/gpus");
        assertThat(task.at("/requirements/tasks").isArray()).isTrue();
        var storage = task.at("/requirements/tmpstorage");
        assertThat(storage.isNull() || storage.path("size").isTextual())
                .as("tmpstorage")
                .isTrue();
        assertThat(task.at("/container/volumes").isArray()).isTrue();
        task.at("/container/volumes").forEach(it -> text(it, "/name", "/path", "/mount", "/acl"));
        texts(task, "/container/ports");
        textOrNull(task, "/status/reason");
        var status = task.get("status");
        if (status.has("date_running")) {
            number(task, "/status/date_running");
            assertThat(task.at("/container/meta").isObject())
                    .as("meta once begun")
                    .isTrue();
        } else {
            assertThat(status.get("date_over").isNull()).as("not over unbegun").isTrue();
        }
        if (status.get("date_over").isNull()) {
            assertThat(primary(task)).isIn("created", "pending", "running");
        } else {
            assertThat(primary(task)).isIn("over", "archived");
            isOver(task);
        }
    }

    private static void isOver(JsonNode task) {
        number(task, "/status/date_running", "/status/date_over", "/status/duration");
        if (secondary(task).equals("quota reached")) {
            // It never ran: the member is there for Galaxy, and what is no State has no code for the command line.
            assertThat(task.at("/status/exitcode").isNull()).as("exitcode").isTrue();
            assertThat(task.at("/container/meta").has("State")).as("State").isFalse();
        } else {
            whole(task, "/status/exitcode", "/container/meta/State/ExitCode");
        }
        assertThat(task.at("/container/ports")).isEmpty();
    }

    /** What waiting for a task looks at: it goes on until both dates are there. */
    static boolean hasEnded(JsonNode task) {
        var status = task.get("status");
        return status.has("date_running") && !status.get("date_over").isNull();
    }

    static String primary(JsonNode task) {
        return task.at("/status/primary").textValue();
    }

    static String secondary(JsonNode task) {
        return task.at("/status/secondary").asText("none");
    }

    static void whole(JsonNode document, String... members) {
        for (var member : members) {
            assertThat(document.at(member).isIntegralNumber()).as(member).isTrue();
        }
    }

    static void number(JsonNode document, String... members) {
        for (var member : members) {
            assertThat(document.at(member).isNumber()).as(member).isTrue();
        }
    }

    static void text(JsonNode document, String... members) {
        for (var member : members) {
            assertThat(document.at(member).isTextual()).as(member).isTrue();
        }
    }

    static void flag(JsonNode document, String... members) {
        for (var member : members) {
            assertThat(document.at(member).isBoolean()).as(member).isTrue();
        }
    }

    static void texts(JsonNode document, String member) {
        assertThat(document.at(member).isArray()).as(member).isTrue();
        assertThat(document.at(member)).as(member).allMatch(JsonNode::isTextual);
    }

    private static void textOrNull(JsonNode document, String member) {
        assertThat(document.at(member).isTextual() || document.at(member).isNull())
                .as(member)
                .isTrue();
    }
}
