package dev.slipway.e2e;

import static dev.slipway.e2e.Everywhere.bearer;
import static dev.slipway.e2e.Everywhere.withKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is in, who is out, and how soon, in every service; also while the signing key rolls. */
@ExtendWith(SuiteExtension.class)
class LoginIT {
    private static final String PASSWORD = "four horses eat hay";

    private Suite suite;
    private Everywhere heidi;

    @BeforeEach
    void account(Suite suite) {
        this.suite = suite;
        heidi = Everywhere.of(suite, "heidi");
    }

    @Test
    void aNewKeyEndsTheOldOneAndAllTokens() {
        var old = suite.freshKey("heidi");
        var token = bearer(heidi.login(old));
        heidi.isLetInEverywhere(token);
        heidi.isLetInEverywhere(withKey(old));
        var next = suite.freshKey("heidi");
        heidi.isRefusedEverywhereInTime(token);
        heidi.isRefusedEverywhereInTime(withKey(old));
        heidi.isLetInEverywhere(withKey(next));
        heidi.isLetInEverywhere(bearer(heidi.login(next)));
    }

    @Test
    void aDisabledAccountIsOutEverywhereAndComesBack() {
        var token = bearer(heidi.login(suite.key("heidi")));
        heidi.isLetInEverywhere(token);
        suite.as("admin").post("/api/v1/accounts/heidi/disable").then().statusCode(200);
        heidi.isRefusedEverywhereInTime(token);
        heidi.isRefusedEverywhereInTime(withKey(suite.key("heidi")));
        suite.as("admin").post("/api/v1/accounts/heidi/enable").then().statusCode(200);
        suite.forgetToken("heidi");
        Awaitility.await("back everywhere")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> heidi.isLetInEverywhere(withKey(suite.key("heidi"))));
    }

    @Test
    void whoLogsOutIsOutEverywhere() {
        setPassword();
        var session = openSession();
        var token = bearer(session.path("token"));
        heidi.isLetInEverywhere(token);
        suite.anonymous()
                .cookies(session.cookies())
                .delete("/api/v1/tokens/session")
                .then()
                .statusCode(204);
        heidi.isRefusedEverywhereInTime(token);
    }

    @Test
    void fiftyPasswordLoginsAtOnceGetIn() throws Exception {
        setPassword();
        openSession();
        var logins =
                Collections.nCopies(50, (Callable<Integer>) () -> openSession().statusCode());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(logins)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void whileTheSigningKeyRollsOldAndNewTokensAreGoodEverywhere() {
        var key = suite.key("heidi");
        var old = heidi.login(key);
        var unseen = heidi.login(key);
        heidi.isLetInEverywhere(bearer(old));
        suite.as("admin").post("/api/v1/tokens/keys/rotate").then().statusCode(200);
        assertThat(publishedKeys()).contains(kid(old)).hasSizeGreaterThanOrEqualTo(2);
        // Whatever key signs at the moment, who logs in is let in everywhere, at once.
        var next = Awaitility.await("the new key signs")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            var token = heidi.login(key);
                            heidi.isLetInEverywhere(bearer(token));
                            return token;
                        },
                        it -> !kid(it).equals(kid(old)));
        assertThat(publishedKeys()).contains(kid(old), kid(next));
        heidi.isLetInEverywhere(bearer(next));
        heidi.isLetInEverywhere(bearer(old));
        // Nobody remembers having checked this one: it is, with the old key, now.
        heidi.isLetInEverywhere(bearer(unseen));
    }

    private List<String> publishedKeys() {
        return suite.to("auth-service").get("/.well-known/jwks.json").jsonPath().getList("keys.kid");
    }

    private static String kid(String token) {
        var header = new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8);
        return JsonPath.from(header).getString("kid");
    }

    private void setPassword() {
        suite.as("admin")
                .contentType(ContentType.JSON)
                .body(Map.of("password", PASSWORD))
                .put("/api/v1/accounts/heidi/password")
                .then()
                .statusCode(204);
        suite.forgetToken("heidi");
    }

    private Response openSession() {
        return suite.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("login", "heidi", "password", PASSWORD))
                .post("/api/v1/tokens/session");
    }
}
