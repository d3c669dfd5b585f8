package dev.slipway.task.dialect.godocker;

import static dev.slipway.task.dialect.godocker.GoDocker.TASK;
import static dev.slipway.task.dialect.godocker.GoDocker.as;
import static dev.slipway.task.dialect.godocker.GoDocker.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.testkit.Accounts;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is too large is refused, in each dialect, whether the client says how large it is or not. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class LargeBodiesTest {
    @BeforeEach
    void account() {
        Accounts.announce("sue", 4101);
    }

    /** What waits would fill the nodes of other tests. */
    @AfterEach
    void nothingWaits() {
        as("sue").delete("/api/1.0/user/sue/task").then().statusCode(200);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        as("sue").body("x".repeat(10_000_000)).post(TASK).then().statusCode(413).body("msg", startsWith("body: "));
    }

    @Test
    void aBodyThatDoesNotSayHowLongItIsIsCountedAsItComes() throws Exception {
        assertThat(inChunks(TASK, script("true"))).startsWith("200 ");
        assertThat(inChunks(TASK, script("#".repeat(10_000_000)))).startsWith("413 {\"msg\":\"body: ");
        assertThat(inChunks("/api/v1/tasks", "{\"script\":\"" + "#".repeat(10_000_000) + "\"}"))
                .startsWith("413 ")
                .contains("body: more than the 2097152 bytes this path takes");
        assertThat(inChunks("/upload", "script=" + "%23".repeat(10_000_000)))
                .startsWith("413 ")
                .contains("nds.body_too_large");
    }

    @Test
    void aScriptThatIsTooLargeIsRefusedByItsName() {
        as("sue")
                .body(script("#".repeat((1 << 20) + 1)))
                .post(TASK)
                .then()
                .statusCode(413)
                .body("msg", startsWith("command.cmd: more than 1048576 bytes"));
        as("sue")
                .body("{\"image\":\"slipway/base:latest\",\"script\":\"%s\"}".formatted("#".repeat((1 << 20) + 1)))
                .post("/api/v1/tasks")
                .then()
                .statusCode(413)
                .body("detail", startsWith("script: more than 1048576 bytes"));
    }

    private static String script(String script) {
        return task("").replace("#!/bin/sh\\necho hello", script);
    }

    /** Status and body of the answer to a request without {@code Content-Length}. */
    private static String inChunks(String path, String body) throws Exception {
        var type = path.equals("/upload") ? "application/x-www-form-urlencoded" : "application/json";
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                            .header("Authorization", "Bearer " + Tokens.user("sue"))
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8))))
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }
}
