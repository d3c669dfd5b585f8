package dev.slipway.storage.dialect.godocker;

import static dev.slipway.storage.NodePlayer.freshTask;
import static dev.slipway.storage.NodePlayer.inline;
import static dev.slipway.storage.NodePlayer.manifest;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.storage.Neighbours;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files by share token: the parts of cases 97 to 99 that are about files. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(Neighbours.class)
class ShareTest {
    private static final String TOKEN = "AAAAAAAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBBBBBBB";

    private static long sharedTask() {
        var task = freshTask();
        manifest(
                task,
                1,
                List.of(
                        inline("god.log", "hello\n".getBytes(UTF_8)),
                        inline("godocker.sh", "secret".getBytes(UTF_8)),
                        inline("sub/god.env", "secret".getBytes(UTF_8)),
                        inline("sub/a.txt", "a".getBytes(UTF_8))));
        Neighbours.share(task, TOKEN, "alice");
        return task;
    }

    @Test
    void case97TheTokenOpensFilesByHeaderQueryAndPath() {
        var task = sharedTask();
        var files = "/api/1.0/task/" + task + "/files/god.log";
        given().header("X-GODOCKER-SHARE", TOKEN)
                .get(files)
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("application/octet-stream"))
                .body(equalTo("hello\n"));
        given().get(files + "?share=" + TOKEN).then().statusCode(200);
        var path = "/api/1.0/task/" + task + "/share/" + TOKEN + "/files";
        given().get(path + "/god.log").then().statusCode(200).body(equalTo("hello\n"));
        given().head(path + "/god.log").then().statusCode(200).header("Content-Length", equalTo("6"));
        for (var root : List.of("", "/")) {
            given().get(path + root)
                    .then()
                    .statusCode(200)
                    .header("Content-Type", equalTo("application/json; charset=UTF-8"))
                    .body("name", containsInAnyOrder("god.log", "sub"));
        }
        given().get(path + "/sub").then().statusCode(200).body("name", containsInAnyOrder("a.txt"));
    }

    @Test
    void aStartScriptIsForItsOwnerOnly() {
        var task = sharedTask();
        var path = "/api/1.0/task/" + task + "/share/" + TOKEN + "/files";
        given().get(path + "/godocker.sh").then().statusCode(404);
        given().get(path + "/sub/god.env").then().statusCode(404);
        given().header("Authorization", "Bearer " + Tokens.user("alice"))
                .get("/api/1.0/task/" + task + "/files/godocker.sh")
                .then()
                .statusCode(200);
    }

    @Test
    void case99AWrongTokenAndAnotherTaskOpenNothing() {
        var task = sharedTask();
        var other = sharedTask();
        var files = "/api/1.0/task/" + task + "/files/god.log";
        given().header("X-GODOCKER-SHARE", "x".repeat(44)).get(files).then().statusCode(403);
        given().header("X-GODOCKER-SHARE", "../..").get(files).then().statusCode(403);
        given().get(files).then().statusCode(401);
        given().get("/api/1.0/task/" + (other + 1_000_000) + "/share/" + TOKEN + "/files/god.log")
                .then()
                .statusCode(403);
        given().get("/api/1.0/task/" + task + "/share/wrong/files/god.log")
                .then()
                .statusCode(403);
    }
}
