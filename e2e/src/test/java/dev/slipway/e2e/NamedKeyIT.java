package dev.slipway.e2e;

import static dev.slipway.e2e.Everywhere.basic;
import static dev.slipway.e2e.Everywhere.bearer;
import static dev.slipway.e2e.Everywhere.withKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a key with a name opens in services that never saw it made, and when it stops. */
@ExtendWith(SuiteExtension.class)
class NamedKeyIT {
    private Suite suite;
    private Everywhere heidi;

    @BeforeEach
    void account(Suite suite) {
        this.suite = suite;
        heidi = Everywhere.of(suite, "heidi");
    }

    @Test
    void aKeyThatReadsListsAndChangesNothing() {
        var secret = makeKey("reader", "read", Map.of()).getString("secret");
        for (var how : List.of(withKey(secret), basic("heidi", secret), bearer(heidi.login(secret)))) {
            heidi.isLetInEverywhere(how);
            for (var entrance : List.of(suite.to("task-service"), suite.anonymous())) {
                assertThat(submit(how.apply(entrance)).statusCode()).isEqualTo(403);
            }
            for (var change : List.of("suspend", "share", "archive")) {
                assertThat(how.apply(suite.to("task-service"))
                                .get("/api/1.0/task/" + heidi.task() + "/" + change)
                                .statusCode())
                        .as(change)
                        .isEqualTo(403);
            }
            assertThat(how.apply(suite.to("task-service"))
                            .delete("/api/1.0/task/" + heidi.task())
                            .statusCode())
                    .isEqualTo(403);
            var listed = how.apply(suite.to("task-service")).get("/api/1.0/task/over");
            assertThat(listed.jsonPath().getList("id", Long.class)).contains(heidi.task());
        }
    }

    @Test
    void aKeyThatSubmitsSubmitsAndCancelsAndNoMore() {
        var batch = new Batch(suite, "heidi");
        var secret = makeKey("submitter", "submit", Map.of()).getString("secret");
        heidi.isLetInEverywhere(withKey(secret));
        var answer = submit(withKey(secret).apply(suite.anonymous()));
        assertThat(answer.statusCode()).isEqualTo(200);
        var id = answer.jsonPath().getLong("id");
        assertThat(batch.task(id).getString("user.id")).isEqualTo("heidi");
        assertThat(withKey(secret)
                        .apply(suite.anonymous())
                        .delete("/api/1.0/task/" + id)
                        .statusCode())
                .isEqualTo(200);
        assertThat(withKey(secret)
                        .apply(suite.anonymous())
                        .get("/api/1.0/task/" + heidi.task() + "/archive")
                        .statusCode())
                .isEqualTo(403);
        assertThat(withKey(secret)
                        .apply(suite.anonymous())
                        .get("/api/v1/tokens")
                        .statusCode())
                .isEqualTo(403);
        batch.awaitOver(id);
    }

    @Test
    void aKeyOpensNothingAfterItsTime() {
        var soon = Instant.now().plusSeconds(8);
        var secret = makeKey("short", "all", Map.of("expires", soon.toString())).getString("secret");
        heidi.isLetInEverywhere(withKey(secret));
        Awaitility.await("expired everywhere")
                .atMost(Duration.ofSeconds(30))
                .until(() -> heidi.everywhere(withKey(secret)).values().stream().allMatch(it -> it == 401));
        assertThat(Instant.now()).isAfterOrEqualTo(soon);
    }

    @Test
    void aRevokedKeyOpensNothingAndTheOthersGoOn() {
        var made = makeKey("lost", "all", Map.of());
        var secret = made.getString("secret");
        var token = bearer(heidi.login(secret));
        heidi.isLetInEverywhere(withKey(secret));
        heidi.isLetInEverywhere(basic("heidi", secret));
        heidi.isLetInEverywhere(token);
        suite.as("heidi")
                .delete("/api/v1/tokens/" + made.getString("id"))
                .then()
                .statusCode(204);
        heidi.isRefusedEverywhereInTime(withKey(secret));
        heidi.isRefusedEverywhereInTime(basic("heidi", secret));
        heidi.isRefusedEverywhereInTime(token);
        heidi.isLetInEverywhere(withKey(suite.key("heidi")));
    }

    private JsonPath makeKey(String name, String scope, Map<String, String> more) {
        var body = new HashMap<>(Map.of("name", name + " " + heidi.task(), "scope", scope));
        body.putAll(more);
        return suite.as("heidi")
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static Response submit(RequestSpecification who) {
        return who.contentType(ContentType.JSON).body(Batch.galaxyTask("true")).post("/api/1.0/task");
    }
}
