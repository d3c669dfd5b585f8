package dev.slipway.storage.dialect.godocker;

import static dev.slipway.storage.NodePlayer.freshTask;
import static dev.slipway.storage.NodePlayer.inline;
import static dev.slipway.storage.NodePlayer.manifest;
import static dev.slipway.storage.NodePlayer.started;
import static dev.slipway.storage.NodePlayer.upload;
import static dev.slipway.storage.NodePlayer.uploaded;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.slipway.storage.Neighbours;
import dev.slipway.storage.NodePlayer;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.apache.http.ConnectionClosedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases of the conformance list by their number. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(Neighbours.class)
class GoDockerFileResourceTest {
    private static final String JSON = "application/json; charset=UTF-8";

    private static RequestSpecification as(String login) {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + Tokens.user(login));
    }

    private static String files(long task, String path) {
        return "/api/1.0/task/" + task + "/files/" + path;
    }

    private static long keptTask() {
        var task = freshTask();
        manifest(
                task,
                1,
                List.of(
                        inline("cmd.sh", "echo hello".getBytes(UTF_8)),
                        inline("god.log", "hello\n".getBytes(UTF_8)),
                        inline("x.json", "{\"a\":1}".getBytes(UTF_8)),
                        inline("out/deep/a b+c%é.txt", "names".getBytes(UTF_8)),
                        inline("empty.txt", new byte[0])),
                "leer");
        return task;
    }

    @Test
    void case34TheRootIsAListOfNameTypeSize() {
        var task = keptTask();
        for (var root : List.of("", "/")) {
            as("alice")
                    .get(files(task, root))
                    .then()
                    .statusCode(200)
                    .header("Content-Type", equalTo(JSON))
                    .body("name", hasItems("cmd.sh", "god.log", "out", "leer"))
                    .body("find { it.name == 'god.log' }.size", is(6))
                    .body("find { it.name == 'god.log' }.type", is("file"))
                    .body("find { it.name == 'out' }.type", is("dir"))
                    .body("find { it.name == 'leer' }.type", is("dir"));
        }
        as("alice")
                .get("/api/1.0/task/" + task + "/files")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo(JSON));
        as("alice").get(files(task, "leer/")).then().statusCode(200).body("$", is(List.of()));
        as("alice").get(files(task, "out//deep")).then().statusCode(200).body("name", contains("a b+c%é.txt"));
    }

    @Test
    void case35AFileIsItsExactBytes() {
        var task = keptTask();
        as("alice")
                .get(files(task, "god.log"))
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("application/octet-stream"))
                .header("Content-Length", equalTo("6"))
                .header("Content-Disposition", containsString("attachment"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .body(equalTo("hello\n"));
        as("alice").get(files(task, "empty.txt")).then().statusCode(200).header("Content-Length", equalTo("0"));
        as("alice")
                .get(files(task, "out//deep/a%20b+c%25%C3%A9.txt"))
                .then()
                .statusCode(200)
                .body(equalTo("names"));
    }

    @Test
    void case66TheFilesOfAChildAreBelowItsArray() {
        var array = freshTask();
        freshTask();
        keptTask();
        Neighbours.array(array, "alice", 3, 4, 2);
        as("alice").get(files(array, "")).then().statusCode(200).body("name", contains("3", "7"));
        as("alice").get(files(array, "7/god.log")).then().statusCode(200).body(equalTo("hello\n"));
        as("alice").get(files(array, "7/")).then().statusCode(200).body("name", hasItems("cmd.sh", "god.log"));
        for (var none : List.of("4/god.log", "11/god.log", "x", "7/nope")) {
            as("alice").get(files(array, none)).then().statusCode(404);
        }
        as("bob").get(files(array, "7/god.log")).then().statusCode(403);
    }

    @Test
    void case36AJsonFileIsNotAnsweredAsJson() {
        as("alice")
                .get(files(keptTask(), "x.json"))
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("application/octet-stream"))
                .body(equalTo("{\"a\":1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "%2e%2e/%2e%2e/etc/passwd",
                "..%2f..%2fetc%2fpasswd",
                "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "out/../../../etc/passwd",
                "/etc/passwd",
                "%2fetc%2fpasswd",
                "//etc//passwd",
                "out/%00",
                "./god.log/../../..",
                "..",
                "%2e%2e",
                "god.log/x",
                "no-such-file"
            })
    void case37NothingOutsideIsServed(String path) {
        as("alice")
                .get(files(keptTask(), path))
                .then()
                .statusCode(anyOf(is(403), is(404)))
                .body(not(containsString("root:")))
                .header("Content-Type", equalTo(JSON));
    }

    @Test
    void case38AnothersFilesAreForbidden() {
        var task = keptTask();
        as("bob").get(files(task, "")).then().statusCode(403).header("Content-Type", equalTo(JSON));
        as("bob").get(files(task, "god.log")).then().statusCode(403).body("msg", not(containsString("hello")));
        given().header("Authorization", "Bearer " + Tokens.admin())
                .get(files(task, "god.log"))
                .then()
                .statusCode(200);
        given().get(files(task, "god.log")).then().statusCode(401);
    }

    @Test
    void aTaskNobodyKnowsIsNotFoundAndOneThatWaitsIsEmpty() {
        as("alice").get(files(freshTask(), "")).then().statusCode(404).body("msg", containsString("task"));
        var waiting = freshTask();
        Neighbours.task(waiting, "alice", "pending");
        as("alice").get(files(waiting, "")).then().statusCode(200).body("$", is(List.of()));
        as("alice").get(files(waiting, "god.log")).then().statusCode(404);
        as("bob").get(files(waiting, "")).then().statusCode(403);
        as("alice").get("/api/1.0/task/abc/files/").then().statusCode(400).body("msg", containsString("id"));
    }

    @Test
    void whileItRunsItsFilesAreThoseOfTheNode() {
        var task = freshTask();
        Neighbours.file(task + "/1/files/", "application/json", "[{\"name\":\"cmd.sh\",\"type\":\"file\",\"size\":3}]");
        Neighbours.file(task + "/1/files/sub/a b.txt", "application/octet-stream", "live bytes");
        started(task, 1, Neighbours.url());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as("alice")
                        .get(files(task, ""))
                        .then()
                        .statusCode(200)
                        .header("Content-Type", equalTo(JSON))
                        .body("name", contains("cmd.sh")));
        as("alice")
                .get(files(task, "sub/a%20b.txt"))
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("application/octet-stream"))
                .header("Content-Length", equalTo("10"))
                .body(equalTo("live bytes"));
        as("alice").get(files(task, "other")).then().statusCode(404);
        as("bob").get(files(task, "")).then().statusCode(403);
        manifest(task, 1, List.of(inline("cmd.sh", "x".getBytes(UTF_8))));
        as("alice").get(files(task, "sub/a%20b.txt")).then().statusCode(404);
        as("alice").get(files(task, "cmd.sh")).then().statusCode(200).body(equalTo("x"));
    }

    @RepeatedTest(5)
    void aDownloadThatBreaksIsNeverTakenForAWholeOne() {
        var task = freshTask();
        Neighbours.file(task + "/1/files/half", Neighbours.CUT, "half of it");
        started(task, 1, Neighbours.url());
        NodePlayer.chunk(task, 1, "stdout", 0, "hi".getBytes(UTF_8));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as("alice").get(files(task, "none")).then().statusCode(404));
        // Broken before the first byte it is a 503, after it the connection is cut.
        try {
            as("alice").get(files(task, "half")).then().statusCode(503);
        } catch (Exception cut) {
            assertThat(cut).isInstanceOf(ConnectionClosedException.class).hasMessageContaining("Premature end");
        }
    }

    @Test
    void aNodeThatDoesNotAnswerIs503() {
        var task = freshTask();
        NodePlayer.chunk(task, 1, "stdout", 0, "hi".getBytes(UTF_8));
        as("alice").get(files(task, "")).then().statusCode(503).header("Content-Type", equalTo(JSON));
    }

    @Test
    void whatNeverRanIsEmpty() {
        var task = freshTask();
        NodePlayer.failed(task, 1);
        Neighbours.task(task, "alice", "over");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        as("alice").get(files(task, "")).then().statusCode(200).body("$", is(List.of())));
    }

    @Test
    void aLargeFileGoesRoundUnchangedInBoundedMemory() throws Exception {
        var task = freshTask();
        var bytes = new byte[20 * 1024 * 1024];
        new java.util.Random(1).nextBytes(bytes);
        upload(task, 1, "big dir/big.bin", bytes.length, BodyPublishers.ofByteArray(bytes));
        manifest(task, 1, List.of(uploaded("big dir/big.bin", bytes.length)));
        var back = as("alice")
                .get(files(task, "big%20dir/big.bin"))
                .then()
                .statusCode(200)
                .header("Content-Length", equalTo(Integer.toString(bytes.length)))
                .extract()
                .asByteArray();
        assertThat(back).isEqualTo(bytes);
        as("alice")
                .head(files(task, "big%20dir/big.bin"))
                .then()
                .statusCode(200)
                .header("Content-Length", equalTo(Integer.toString(bytes.length)));
    }

    @Test
    void anOlderAttemptNeverReplacesANewerOne() {
        var task = freshTask();
        manifest(task, 2, List.of(inline("god.log", "second".getBytes(UTF_8))));
        manifest(task, 1, List.of(inline("god.log", "first".getBytes(UTF_8))));
        started(task, 1, Neighbours.url());
        manifest(task, 2, List.of(inline("god.log", "again".getBytes(UTF_8))));
        as("alice").get(files(task, "god.log")).then().body(equalTo("second"));
    }

    @Test
    void routesNotBuiltSaySo() {
        for (var route : List.of("/api/1.0/user/alice/files/", "/stdout")) {
            given().get(route).then().statusCode(501);
        }
    }

    static {
        RestAssured.enableLoggingOfRequestAndResponseIfValidationFails();
    }
}
