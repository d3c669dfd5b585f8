package dev.slipway.task.dialect.godocker;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.task.TestNode;
import dev.slipway.testkit.Tokens;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** A GO-Docker client. */
final class GoDocker {
    static final String TASK = "/api/1.0/task";
    static final String JSON = "application/json; charset=UTF-8";

    /** Dates have more digits than a float. */
    private static final JsonPathConfig DATES = new JsonPathConfig(NumberReturnType.DOUBLE);

    private GoDocker() {}

    static RequestSpecification as(String login) {
        return given().header("Authorization", "Bearer " + Tokens.user(login))
                .header("Content-Type", "application/json");
    }

    static RequestSpecification asAdmin() {
        return given().header("Authorization", "Bearer " + Tokens.admin()).header("Content-Type", "application/json");
    }

    /** A task of one processor and one gigabyte, with {@code more} put in front of the members it has. */
    static String task(String more) {
        return """
                {%s"meta":{"name":"blast","description":"","tags":["t1"]},
                 "requirements":{"cpu":1,"ram":1,"array":{"values":null},"label":[],"tasks":[],"tmpstorage":null},
                 "container":{"image":"slipway/base:latest","volumes":[],"network":true,"id":null,"meta":null,"stats":null,
                   "ports":[],"root":false},
                 "command":{"interactive":false,"cmd":"#!/bin/sh\\necho hello"},
                 "status":{"primary":null,"secondary":null}}""".formatted(more);
    }

    /** An array of such tasks, each of which takes a port of its node: so many run there as it has ports. */
    static String array(String values) {
        return task("").replace("\"values\":null", "\"values\":\"" + values + "\"")
                .replace("\"cpu\":1", "\"cpu\":1,\"ports\":[80]");
    }

    static long submit(String login, String body) {
        return as(login)
                .body(body)
                .post(TASK)
                .then()
                .statusCode(200)
                .header("Content-Type", JSON)
                .body("msg", equalTo("Task added"))
                .extract()
                .jsonPath()
                .getLong("id");
    }

    static ValidatableResponse get(String login, long id) {
        return as(login).get(TASK + "/" + id).then().statusCode(200).header("Content-Type", JSON);
    }

    static JsonPath document(String login, long id) {
        return get(login, id).extract().jsonPath(DATES);
    }

    static void awaitPrimary(String login, long id, String primary) {
        TestNode.eventually(() -> get(login, id).body("status.primary", equalTo(primary)));
    }
}
