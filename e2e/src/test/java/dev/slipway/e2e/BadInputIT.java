package dev.slipway.e2e;

import static dev.slipway.e2e.Batch.galaxyTask;
import static dev.slipway.e2e.Batch.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bad input gets an error that names the field, in the dialect's form, and nothing is stored. */
@ExtendWith(SuiteExtension.class)
class BadInputIT {
    private Suite suite;
    private Batch dora;

    @BeforeEach
    void account(Suite suite) {
        this.suite = suite;
        dora = new Batch(suite, "dora");
    }

    @Test
    void aBodyThatIsNotJson() {
        refused(dora.post("{\"meta\":"), 400, "body");
        refused(dora.post("[1,2]"), 400, "body");
        refused(dora.post(""), 400, "meta.name");
    }

    @Test
    void aMissingImage() {
        var task = galaxyTask("true");
        in(task, "container").remove("image");
        refused(dora.post(task), 400, "container.image");
    }

    @Test
    void numbersThatAreNone() {
        var task = galaxyTask("true");
        in(task, "requirements").put("cpu", 0);
        refused(dora.post(task), 400, "requirements.cpu");
        in(task, "requirements").put("cpu", 1);
        in(task, "requirements").put("ram", "x");
        refused(dora.post(task), 400, "requirements.ram");
        in(task, "requirements").put("ram", 1.5);
        refused(dora.post(task), 400, "requirements.ram");
    }

    @Test
    void aBodyOfTenMegabytes() {
        refused(dora.post(galaxyTask("#".repeat(10_000_000))), 413, "body");
    }

    @Test
    void anIdThatIsNotANumber() {
        var answer = dora.get("/api/1.0/task/abc");
        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.jsonPath().getString("msg")).contains("id");
    }

    @Test
    void aLoginWithoutItsMembers() {
        var answer = suite.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("user", "dora"))
                .post("/api/1.0/authenticate");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("msg")).contains("apikey");
    }

    @Test
    void routesOfLaterVersionsSayTheyAreNotBuilt() {
        for (var path :
                List.of("/api/1.0/user/dora/files", "/ga4gh/tes/v1/service-info", "/describe-images", "/nodes")) {
            var answer = dora.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(501);
            assertThat(answer.asString()).as(path).contains("not built yet");
        }
        assertThat(dora.get("/ga4gh/tes/v1/service-info").jsonPath().getInt("status_code"))
                .isEqualTo(501);
        assertThat(dora.get("/describe-images").jsonPath().getString("status")).isEqualTo("error");
        assertThat(dora.get("/nodes").jsonPath().getString("error")).isNotBlank();
    }

    @Test
    void theInternalRoutesAreNotToBeReached() {
        for (var path :
                List.of("/internal/tasks/1", "//internal/tasks/1", "/api/../internal/tasks/1", "/%69nternal/tasks/1")) {
            assertThat(suite.as("admin").get(path).statusCode()).as(path).isIn(400, 403, 404);
        }
    }

    private void refused(Response answer, int status, String field) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(answer.jsonPath().getString("msg")).contains(field);
        assertThat(answer.jsonPath().getMap("")).containsEntry("id", null);
        assertThat(dora.get("/api/1.0/task/active").jsonPath().getList("")).isEmpty();
    }
}
