package dev.slipway.task.dialect.nds;

import static dev.slipway.task.TestNode.eventually;
import static dev.slipway.task.dialect.nds.Nds.IMAGE;
import static dev.slipway.task.dialect.nds.Nds.as;
import static dev.slipway.task.dialect.nds.Nds.bare;
import static dev.slipway.task.dialect.nds.Nds.job;
import static dev.slipway.task.dialect.nds.Nds.nothingIsCreated;
import static dev.slipway.task.dialect.nds.Nds.refused;
import static dev.slipway.task.dialect.nds.Nds.submit;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.Limits;
import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Projects;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not taken, and the largest that is: cases 5 to 7, 9 and 10 of nds.md, and whatever else a sender may do wrong. */
@QuarkusTest
@TestProfile(Nds.Settings.class)
@QuarkusTestResource(Backends.class)
class NdsRefusalTest {
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
    void case5ThereIsExactlyOneScript() {
        nothingIsCreated(database, () -> {
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
        nothingIsCreated(database, () -> {
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

    /** The whole answer to a request that says it will have so many bytes, none of which come: it ends the connection. */
    private static String announced(String login, long length) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("""
                    POST /upload HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: multipart/form-data; boundary=limit\r
                    Content-Length: %d\r
                    \r
                    """.formatted(Tokens.user(login), length).getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void case6NoFileIsTooLargeAndTheLargestComesToItsNodeByteForByte() throws Exception {
        var refused = Nds.attach("nils", bytes(16 * MEBIBYTE + 1));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("nds.too_large");
        assertThat(announced("nils", 19L * MEBIBYTE))
                .startsWith("HTTP/1.1 413 ")
                .contains("nds.body_too_large");
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
        nothingIsCreated(database, () -> {
            for (var name :
                    List.of("../../x", ".hidden", "x".repeat(129), "a\nb", "a b", "god.log", "godocker.sh", "output")) {
                refused(job("nils").formParam("scriptname", name), 400, "nds.invalid", "scriptname");
            }
        });
        submit(job("nils").formParam("scriptname", "x".repeat(128)));
    }

    @Test
    void case9AnImageIsAllowedOrNot() {
        submit(as("nils")
                .formParam("script", "true")
                .formParam("image_name", "busybox")
                .formParam("image_tag", "1.36"));
        nothingIsCreated(database, () -> {
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
        nothingIsCreated(database, () -> {
            for (var name : List.of("nowhere", "private", "home", "climate,nowhere", "file:///etc")) {
                refused(job("nils").formParam("data", name), 422, "nds.data_not_found", "data");
            }
        });
    }

    @Test
    void anyOtherFormOfABodyIsRefused() {
        nothingIsCreated(
                database, () -> refused(as("nils").contentType("text/csv").body("a,b"), 415, "nds.media_type", ""));
    }

    @Test
    void eachMistakeIsNamed() {
        nothingIsCreated(database, () -> {
            for (var bad : List.of("0", "-1", "1.5", "many", "99999999999")) {
                refused(job("nils").formParam("cpu", bad), 400, "nds.invalid", "cpu");
                refused(job("nils").formParam("ram", bad), 400, "nds.invalid", "ram");
            }
            refused(job("nils").formParam("max_time", "soon"), 400, "nds.invalid", "max_time");
            refused(job("nils").formParam("max_time", "999999999d"), 400, "nds.invalid", "max_time");
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
        submit(job("nico").formParam("cpu", 2));
        nothingIsCreated(database, () -> refused(job("nico").formParam("cpu", 3), 422, "nds.quota", "nico"));
        as("nico").delete("/api/1.0/user/nico/task").then().statusCode(200);
    }

    @Test
    void nobodyElseIsToldTheQuotaOfAProject() {
        Accounts.announce("nora", 4202, List.of("quiet"));
        Projects.announce("quiet", "nora", List.of("nora"), 50, new Limits(0, 1, 0, 0, 0), 1);
        eventually(() -> refused(
                job("nora").formParam("project", "quiet").formParam("cpu", 2), 422, "nds.quota", "project quiet"));
        nothingIsCreated(
                database,
                () -> refused(
                        job("nils").formParam("project", "quiet").formParam("cpu", 999_999),
                        403,
                        "nds.forbidden",
                        "project: not a member of quiet"));
    }

    @Test
    void theScriptOfWhatIsRefusedIsNotKept() {
        var program = bytes(3);
        nothingIsCreated(database, () -> {
            refused(attached(program).multiPart("project", "not-mine"), 403, "nds.forbidden", "project");
            refused(attached(program).multiPart("data", "nowhere"), 422, "nds.data_not_found", "data");
            refused(attached(program).multiPart("name", "x".repeat(201)), 400, "nds.invalid", "name");
        });
        submit(attached(program));
    }

    private static RequestSpecification attached(byte[] file) {
        return as("nils").multiPart("image_name", IMAGE).multiPart("file", "tool", file);
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
