package dev.slipway.storage.object;

import static dev.slipway.storage.NodePlayer.asNode;
import static dev.slipway.storage.NodePlayer.freshTask;
import static dev.slipway.storage.NodePlayer.inline;
import static dev.slipway.storage.NodePlayer.manifest;
import static dev.slipway.storage.NodePlayer.uploaded;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.slipway.storage.Neighbours;
import dev.slipway.storage.blob.BlobStore;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
@QuarkusTestResource(Neighbours.class)
class DeliveryResourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    BlobStore blobs;

    private static RequestSpecification alice() {
        return given().header("Authorization", "Bearer " + Tokens.user("alice"));
    }

    private List<String> keysOf(long task) {
        return blobs.list("tasks/%d/".formatted(task), "").await().atMost(PATIENCE).stream()
                .map(it -> it.key())
                .toList();
    }

    @Test
    void smallFilesCostNoCallToTheStore() {
        var task = freshTask();
        manifest(task, 1, List.of(inline("a", new byte[4096]), inline("b", "b".getBytes(UTF_8))));
        assertThat(keysOf(task)).isEmpty();
        alice().get("/api/v1/tasks/{id}/files/b", task).then().statusCode(200).body(equalTo("b"));
    }

    @Test
    void whatDoesNotFitBesideTheManifestGoesToTheStore() {
        var task = freshTask();
        var files = new ArrayList<Map<String, Object>>();
        files.add(inline("large", new byte[5000]));
        for (int it = 0; it < 70; it++) {
            files.add(inline("f%02d".formatted(it), new byte[4000]));
        }
        manifest(task, 1, files);
        assertThat(keysOf(task)).hasSize(1 + 70 - 256 * 1024 / 4000).contains("tasks/%d/1/files/large".formatted(task));
        for (var name : List.of("large", "f00", "f69")) {
            alice().get("/api/v1/tasks/{id}/files/{name}", task, name)
                    .then()
                    .statusCode(200)
                    .header("Content-Length", equalTo(name.equals("large") ? "5000" : "4000"));
        }
    }

    @Test
    void aManifestOfVeryManyFilesIsReadInParts() {
        var task = freshTask();
        var files = new ArrayList<Map<String, Object>>();
        for (int it = 0; it < 7000; it++) {
            files.add(uploaded("%s/%s/file-%05d".formatted("d" + it % 3, "x".repeat(100), it), it));
        }
        files.add(inline("z/last.txt", "found".getBytes(UTF_8)));
        manifest(task, 1, files, "empty");
        alice().get("/api/v1/tasks/{id}/files", task)
                .then()
                .statusCode(200)
                .body("entries.name", equalTo(List.of("d0", "d1", "d2", "empty", "z")));
        alice().get("/api/v1/tasks/{id}/files/d1/{x}", task, "x".repeat(100))
                .then()
                .statusCode(200)
                .body("entries.size()", is(2333))
                .body("entries[0].name", is("file-00001"))
                .body("entries[2332].size", is(6997));
        alice().get("/api/v1/tasks/{id}/files/z/last.txt", task)
                .then()
                .statusCode(200)
                .body(equalTo("found"));
        alice().get("/api/v1/tasks/{id}/files/d1/none", task).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|owner",
                "{\"owner\":\"alice\"}|project",
                "{\"owner\":\"alice\",\"project\":\"p\",\"files\":[{\"path\":\"../a\",\"size\":1}]}|files[0].path",
                "{\"owner\":\"alice\",\"project\":\"p\",\"files\":[{\"path\":\"a\",\"size\":1},{\"path\":\"/b\",\"size\":1}]}|files[1].path",
                "{\"owner\":\"alice\",\"project\":\"p\",\"files\":[{\"size\":1}]}|files[0].path",
                "{\"owner\":\"alice\",\"project\":\"p\",\"files\":[{\"path\":\"a\"}]}|files[0].size",
                "{\"owner\":\"alice\",\"project\":\"p\",\"files\":[{\"path\":\"a\",\"size\":-1}]}|files[0].size",
                "{\"owner\":\"alice\",\"project\":\"p\",\"files\":[{\"path\":\"a\",\"inline\":\"***\"}]}|files[0].inline",
                "{\"owner\":\"alice\",\"project\":\"p\",\"files\":\"no\"}|files",
                "{\"owner\":\"alice\",\"project\":\"p\",\"directories\":[\"a//b\"]}|directories[0]",
                "{\"owner\":|body"
            })
    void aBadManifestIsRefusedByItsField(String body, String field) {
        var task = freshTask();
        asNode().contentType("application/json")
                .body(body)
                .put("/internal/tasks/{task}/1/manifest", task)
                .then()
                .statusCode(400)
                .body("detail", containsString(field));
        alice().get("/api/v1/tasks/{id}/files", task).then().statusCode(404);
    }

    @Test
    void onlyServicesHandIn() {
        alice().contentType("application/json")
                .body("{}")
                .put("/internal/tasks/1/1/manifest")
                .then()
                .statusCode(403);
        given().contentType("application/json")
                .body("{}")
                .post("/internal/tasks/1/1/uploads")
                .then()
                .statusCode(401);
    }

    @Test
    void itIsReadyOnceItsBackendsAnswer() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body("checks.name", org.hamcrest.Matchers.hasItem("s3"))
                        .body("checks.name", org.hamcrest.Matchers.hasItem("mongodb")));
    }
}
