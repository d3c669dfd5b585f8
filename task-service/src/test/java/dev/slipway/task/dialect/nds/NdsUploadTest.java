package dev.slipway.task.dialect.nds;

import static dev.slipway.task.dialect.nds.Nds.IMAGE;
import static dev.slipway.task.dialect.nds.Nds.JSON;
import static dev.slipway.task.dialect.nds.Nds.UPLOAD;
import static dev.slipway.task.dialect.nds.Nds.as;
import static dev.slipway.task.dialect.nds.Nds.bare;
import static dev.slipway.task.dialect.nds.Nds.job;
import static dev.slipway.task.dialect.nds.Nds.status;
import static dev.slipway.task.dialect.nds.Nds.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.platform.contract.Limits;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken and what is not: cases 1, 2, 5 to 9, 11, 15 and 16 of nds.md, and whatever else a sender may do wrong. */
@QuarkusTest
@TestProfile(Nds.Settings.class)
@QuarkusTestResource(Backends.class)
class NdsUploadTest {
    private static final int MEBIBYTE = 1 << 20;

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
        nothingIsCreated(() -> unauthenticated(given().cookie("slipway_session", Tokens.user("nils"))
                .formParam("image_name", IMAGE)
                .formParam("script", "true")
                .post(UPLOAD)));
    }

    @Test
    void case5ThereIsExactlyOneScript() {
        nothingIsCreated(() -> {
            refused(bare("nils"), 400, "nds.script_choice", "script");
            refused(job("nils").formParam("file", "code"), 400, "nds.script_choice", "file");
            refused(
                    as("nils")
                            .multiPart("image_name", IMAGE)
                            .multiPart("script", "true")
                            .multiPart("file", "a.sh", bytes(3)),
                    400,
                    "nds.script_choice",
                    "file");
            refused(bare("nils").formParam("file", "code"), 400, "nds.invalid", "file");
            refused(as("nils").multiPart("image_name", IMAGE).multiPart("file", "code"), 400, "nds.invalid", "file");
        });
    }

    @Test
    void case6NoScriptIsTooLarge() {
        var largest = text(MEBIBYTE);
        nothingIsCreated(() -> {
            refused(bare("nils").formParam("script", largest + "x"), 413, "nds.too_large", "script");
            refused(
                    as("nils").multiPart("image_name", IMAGE).multiPart("script", largest + "x"),
                    413,
                    "nds.too_large",
                    "script");
            refused(
                    as("nils").contentType(ContentType.JSON).body(Map.of("image_name", IMAGE, "script", largest + "x")),
                    413,
                    "nds.too_large",
                    "script");
        });
        submit(bare("nils").formParam("script", largest));
        submit(as("nils").multiPart("image_name", IMAGE).multiPart("script", largest));
    }

    @Test
    void case6NoFileIsTooLargeAndTheLargestComesToItsNodeByteForByte() throws Exception {
        var before = tasks();
        var refused = Nds.attach("nils", bytes(16 * MEBIBYTE + 1));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("nds.too_large");
        assertThat(tasks()).isEqualTo(before);
        var largest = bytes(16 * MEBIBYTE);
        var made = Nds.attach("nils", largest);
        assertThat(made.statusCode()).isEqualTo(201);
        var path = "/internal/tasks/" + JsonPath.from(made.body()).getLong("task") + "/script";
        var script = given().header("Authorization", "Bearer " + Tokens.service("node-service"))
                .get(path);
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(Arrays.equals(script.asByteArray(), largest)).isTrue();
        as("nils").get(path).then().statusCode(403);
    }

    @Test
    void case7ANameIsNoWayOut() {
        nothingIsCreated(() -> {
            for (var name :
                    List.of("../../x", ".hidden", "x".repeat(129), "a\nb", "a b", "god.log", "godocker.sh", "output")) {
                refused(job("nils").formParam("scriptname", name), 400, "nds.invalid", "scriptname");
            }
        });
        submit(job("nils").formParam("scriptname", "x".repeat(128)));
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
    void case9AnImageIsAllowedOrNot() {
        submit(as("nils")
                .formParam("script", "true")
                .formParam("image_name", "busybox")
                .formParam("image_tag", "1.36"));
        nothingIsCreated(() -> {
            for (var image : List.of("busybox", "alpine", "registry.example.org:5000/slipway/base")) {
                refused(
                        as("nils").formParam("script", "true").formParam("image_name", image),
                        422,
                        "nds.image_not_allowed",
                        "image_name");
            }
            for (var image : List.of("busybox:1.36", "-x", "a//b", "Upper", "a@sha256:0", "a b")) {
                refused(
                        as("nils").formParam("script", "true").formParam("image_name", image),
                        400,
                        "nds.invalid",
                        "image_name");
            }
            refused(as("nils").formParam("script", "true"), 400, "nds.invalid", "image_name");
            refused(job("nils").formParam("image_tag", "-x"), 400, "nds.invalid", "image_tag");
        });
    }

    @Test
    void case10UnknownDataAreRefused() {
        nothingIsCreated(() -> {
            for (var name : List.of("nowhere", "private", "home", "climate,nowhere", "file:///etc")) {
                refused(job("nils").formParam("data", name), 422, "nds.data_not_found", "data");
            }
        });
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
        nothingIsCreated(() -> {
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
            made.header("Location", containsString(path + "?job_id=" + id))
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

    @Test
    void anyOtherFormOfABodyIsRefused() {
        nothingIsCreated(() -> refused(as("nils").contentType("text/csv").body("a,b"), 415, "nds.media_type", ""));
    }

    @Test
    void eachMistakeIsNamed() {
        nothingIsCreated(() -> {
            for (var bad : List.of("0", "-1", "1.5", "many", "99999999999")) {
                refused(job("nils").formParam("cpu", bad), 400, "nds.invalid", "cpu");
                refused(job("nils").formParam("ram", bad), 400, "nds.invalid", "ram");
            }
            refused(job("nils").formParam("max_time", "soon"), 400, "nds.invalid", "max_time");
            refused(job("nils").formParam("name", "a\u0000b"), 400, "nds.invalid", "name");
            refused(job("nils").formParam("name", "x".repeat(201)), 400, "nds.invalid", "name");
            refused(job("nils").formParam("name", "a").formParam("name", "b"), 400, "nds.invalid", "name");
            for (var bad : List.of("x", "[]", "{\"1a\":\"b\"}", "{\"a\":{}}", "{\"a\":\"\\u0000\"}")) {
                refused(job("nils").formParam("env", bad), 400, "nds.invalid", "env");
            }
            for (var bad : List.of("", "[]", "{", "{}{}")) {
                refused(as("nils").contentType(ContentType.JSON).body(bad), 400, "nds.invalid", "body");
            }
            refused(job("nils").formParam("project", "not-mine"), 403, "nds.forbidden", "project");
        });
    }

    @Test
    void aQuotaIsToldAtTheDoor() {
        Accounts.announce("nico", 4203, 50, new Limits(0, 2, 0, 0, 0));
        var key = UUID.randomUUID().toString();
        submit(job("nico").formParam("cpu", 2).header("Idempotency-Key", key));
        var before = tasks();
        refused(job("nico").formParam("cpu", 3), 422, "nds.quota", "nico");
        assertThat(tasks()).isEqualTo(before);
        as("nico").delete("/api/1.0/user/nico/task").then().statusCode(200);
    }

    private static void refused(RequestSpecification request, int status, String code, String word) {
        request.post(UPLOAD)
                .then()
                .statusCode(status)
                .header("Content-Type", JSON)
                .header("Location", equalTo(null))
                .body("code", startsWith(code))
                .body("error", containsString(word))
                .body("request_id", matchesPattern(".+"))
                .body("job_id", equalTo(null));
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

    private void nothingIsCreated(Runnable work) {
        var before = tasks();
        work.run();
        assertThat(tasks()).isEqualTo(before);
    }

    private long tasks() {
        return database.query("select count(*) from task where owner in ('nils', 'nora', 'nico')")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(60))
                .iterator()
                .next()
                .getLong(0);
    }

    private static String text(int size) {
        return "#!/bin/sh\n" + "#".repeat(size - 10);
    }

    private static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
