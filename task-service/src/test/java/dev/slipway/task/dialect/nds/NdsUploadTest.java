package dev.slipway.task.dialect.nds;

import static dev.slipway.task.dialect.nds.Nds.IMAGE;
import static dev.slipway.task.dialect.nds.Nds.JSON;
import static dev.slipway.task.dialect.nds.Nds.UPLOAD;
import static dev.slipway.task.dialect.nds.Nds.as;
import static dev.slipway.task.dialect.nds.Nds.job;
import static dev.slipway.task.dialect.nds.Nds.nothingIsCreated;
import static dev.slipway.task.dialect.nds.Nds.refused;
import static dev.slipway.task.dialect.nds.Nds.status;
import static dev.slipway.task.dialect.nds.Nds.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may hand in and look, and what the answers are: cases 1, 2, 8, 11, 15 and 16 of nds.md. */
@QuarkusTest
@TestProfile(Nds.Settings.class)
@QuarkusTestResource(Backends.class)
class NdsUploadTest {
    @Inject
    Pool database;

    @BeforeEach
    void accounts() {
        Accounts.announce("nils", 4201);
        Accounts.announce("nora", 4202);
    }

    /** They are never run: no other test shall find them in the queue. */
    @AfterEach
    void leaveNoneBehind() {
        for (var login : List.of("nils", "nora")) {
            as(login).delete("/api/1.0/user/" + login + "/task").then().statusCode(200);
        }
    }

    @Test
    void case1NobodyIsAskedWhoHeIs() {
        for (var path : List.of("/upload", "/nds/upload")) {
            unauthenticated(given().multiPart("script", "true").post(path));
            unauthenticated(given().formParam("script", "true").post(path));
            unauthenticated(given().contentType(ContentType.JSON).body("{}").post(path));
            unauthenticated(given().get(path + "?job_id=1"));
        }
    }

    @Test
    void case2ACookieAloneCreatesNothing() {
        nothingIsCreated(
                database,
                () -> unauthenticated(given().cookie("slipway_session", Tokens.user("nils"))
                        .formParam("image_name", IMAGE)
                        .formParam("script", "true")
                        .post(UPLOAD)));
    }

    @Test
    void case8WithoutATagTheLatestIsMeant() {
        status("nils", submit(job("nils")))
                .body("image_name", equalTo(IMAGE))
                .body("image_tag", equalTo("latest"))
                .body("script", equalTo("script.sh"));
        status("nils", submit(job("nils").formParam("image_tag", "v1.2_x"))).body("image_tag", equalTo("v1.2_x"));
    }

    @Test
    void case11AKeyMakesOneJob() throws Exception {
        var key = UUID.randomUUID().toString();
        var first = submit(job("nils").header("Idempotency-Key", key));
        assertThat(submit(job("nils").header("Idempotency-Key", key))).isEqualTo(first);
        var asJson = Map.of("image_name", IMAGE, "script", "#!/bin/sh\necho hello\n");
        assertThat(submit(as("nils")
                        .header("Idempotency-Key", key)
                        .contentType(ContentType.JSON)
                        .body(asJson)))
                .isEqualTo(first);
        nothingIsCreated(database, () -> {
            for (var other : List.of("name", "cpu", "image_tag", "data", "scriptname")) {
                var value = Map.of("cpu", "2", "data", "climate").getOrDefault(other, "other");
                refused(
                        job("nils").formParam(other, value).header("Idempotency-Key", key),
                        409,
                        "nds.idempotency_key",
                        "");
            }
            refused(job("nils").header("Idempotency-Key", "two words"), 400, "nds.invalid", "Idempotency-Key");
        });
        assertThat(submit(job("nora").header("Idempotency-Key", key))).isNotEqualTo(first);
        var together = UUID.randomUUID().toString();
        Callable<String> send = () -> submit(job("nils").header("Idempotency-Key", together));
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var ids = senders
                    .invokeAll(IntStream.range(0, 10).mapToObj(_ -> send).toList())
                    .stream()
                    .map(it -> it.resultNow())
                    .collect(Collectors.toSet());
            assertThat(ids).hasSize(1);
        }
    }

    @Test
    void case15AnUnknownJobIsUnknown() {
        for (var id : List.of("999999999", UUID.randomUUID().toString(), "nonsense", "9".repeat(40))) {
            as("nils")
                    .get(UPLOAD + "?job_id=" + id)
                    .then()
                    .statusCode(404)
                    .header("Content-Type", JSON)
                    .body("'create task state'", equalTo("UNKNOWN"))
                    .body("code", equalTo("nds.job_not_found"))
                    .body("error", equalTo("No job " + id))
                    .body("request_id", matchesPattern(".+"));
        }
        as("nils").get(UPLOAD).then().statusCode(400).body("error", startsWith("job_id"));
    }

    @Test
    void case16WhatIsAnothersNeverWas() {
        var id = submit(job("nils"));
        var task = Nds.task("nils", id);
        for (var name : List.of(id, Long.toString(task))) {
            var never = name.equals(id) ? id.substring(0, 35) + (id.endsWith("0") ? "1" : "0") : "999999999";
            var others = as("nora").get(UPLOAD + "?job_id=" + name);
            var unknown = as("nora").get(UPLOAD + "?job_id=" + never);
            assertThat(others.statusCode()).isEqualTo(404);
            assertThat(words(others, name)).isEqualTo(words(unknown, never));
            status("nils", name).body("job_id", equalTo(id));
            given().header("Authorization", "Bearer " + Tokens.admin())
                    .get(UPLOAD + "?job_id=" + name)
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void anIdThatOnlyLooksLikeTheJobsIsNone() {
        var id = submit(job("nils"));
        var other = (id.charAt(0) == '1' ? '0' : '1') + id.substring(1);
        as("nils").get(UPLOAD + "?job_id=" + other).then().statusCode(404);
    }

    @Test
    void theAnswerIsWhereTheJobIs() {
        for (var path : List.of("/upload", "/nds/upload")) {
            var made = job("nils").post(path).then().statusCode(201).header("Content-Type", JSON);
            String id = made.extract().path("job_id");
            made.header("Location", equalTo(path + "?job_id=" + id))
                    .body("id", equalTo(id))
                    .body("'create task state'", equalTo("UNKNOWN"))
                    .body("create_task_state", equalTo("UNKNOWN"));
            assertThat(made.extract().jsonPath().getLong("task")).isPositive();
            as("nils").get(path + "?job_id=" + id).then().statusCode(200).body("job_id", equalTo(id));
        }
    }

    @Test
    void whoWantsTextGetsTheIdAlone() {
        var id = job("nils")
                .accept("text/plain")
                .post(UPLOAD)
                .then()
                .statusCode(201)
                .header("Content-Type", startsWith("text/plain"))
                .extract()
                .asString();
        status("nils", id).body("job_id", equalTo(id));
        job("nils").accept("application/json, text/plain").post(UPLOAD).then().header("Content-Type", JSON);
        job("nils").accept("*/*").post(UPLOAD).then().header("Content-Type", JSON);
    }

    private static void unauthenticated(Response answer) {
        answer.then()
                .statusCode(401)
                .header("Content-Type", JSON)
                .body("code", equalTo("nds.unauthenticated"))
                .body("error", not(equalTo("")));
    }

    /** An answer without what has to differ. */
    private static String words(Response answer, String id) {
        String request = answer.jsonPath().getString("request_id");
        return answer.asString().replace(request, "").replace(id, "ID");
    }
}
