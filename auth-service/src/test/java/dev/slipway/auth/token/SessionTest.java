package dev.slipway.auth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.auth.credential.Passwords;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class SessionTest {
    private static final String COOKIE = "slipway_session";
    private static final String PASSWORD = "violet anchors drift";
    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Passwords passwords;

    @Test
    void aPasswordOpensASessionWhoseCookieNobodyElseSees() throws Throwable {
        var user = withPassword();
        var opened = login(user, PASSWORD);
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.jsonPath().getLong("expires_in")).isBetween(890L, 900L);
        assertThat(opened.getHeader("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/api/v1/tokens/session")
                .doesNotContain("Secure");
        assertThat(opened.getHeader("Cache-Control")).isEqualTo("no-store");
        answers(200, opened.path("token"), user);
        var overTls = given().header("X-Forwarded-Proto", "https")
                .cookie(COOKIE, opened.cookie(COOKIE))
                .post("/api/v1/tokens/session/refresh");
        assertThat(overTls.getHeader("Set-Cookie")).contains("Secure");
    }

    @Test
    void theCookieAloneOpensNothingElse() throws Throwable {
        var user = withPassword();
        given().cookie(COOKIE, login(user, PASSWORD).cookie(COOKIE))
                .get("/api/1.0/user/" + user.login())
                .then()
                .statusCode(401);
    }

    @Test
    void eachRefreshTokenIsGoodOnceAndItsReturnEndsTheSession() throws Throwable {
        var user = withPassword();
        var first = login(user, PASSWORD);
        var second = refresh(first.cookie(COOKIE));
        assertThat(second.statusCode()).isEqualTo(200);
        answers(200, second.path("token"), user);
        assertThat(second.cookie(COOKIE)).isNotEqualTo(first.cookie(COOKIE));
        assertThat(refresh(first.cookie(COOKIE)).statusCode()).isEqualTo(401);
        assertThat(refresh(second.cookie(COOKIE)).statusCode()).isEqualTo(401);
        await().atMost(PATIENCE).untilAsserted(() -> answers(401, second.path("token"), user));
        await().atMost(PATIENCE).untilAsserted(() -> answers(401, first.path("token"), user));
        answers(200, user.token(), user);
    }

    @Test
    void whoLogsOutIsOutWithAllTokensOfTheSession() throws Throwable {
        var user = withPassword();
        var opened = login(user, PASSWORD);
        var gone = given().cookie(COOKIE, opened.cookie(COOKIE)).delete("/api/v1/tokens/session");
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(gone.getHeader("Set-Cookie")).contains("Max-Age=0");
        assertThat(refresh(opened.cookie(COOKIE)).statusCode()).isEqualTo(401);
        await().atMost(PATIENCE).untilAsserted(() -> answers(401, opened.path("token"), user));
        given().delete("/api/v1/tokens/session").then().statusCode(204);
    }

    @Test
    void aSessionEndsWithItsAccountsTokens() throws Throwable {
        var user = withPassword();
        var opened = login(user, PASSWORD);
        user.asks().post("/api/v1/accounts/" + user.login() + "/api-key").then().statusCode(200);
        assertThat(refresh(opened.cookie(COOKIE)).statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongPasswordAnUnknownLoginAndADisabledAccountLookTheSame() throws Throwable {
        var user = withPassword();
        var disabled = withPassword();
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + disabled.login() + "/disable")
                .then()
                .statusCode(200);
        var wrong = login(user, "a wrong password");
        assertThat(wrong.statusCode()).isEqualTo(401);
        for (var other : new Response[] {
            login(new User("nobody-" + UUID.randomUUID().toString().substring(0, 8), ""), PASSWORD),
            login(disabled, PASSWORD),
            login(new User("", ""), PASSWORD)
        }) {
            assertThat(other.statusCode()).isEqualTo(401);
            assertThat(other.jsonPath().getString("detail"))
                    .isEqualTo(wrong.jsonPath().getString("detail"));
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        given().contentType(ContentType.JSON)
                .body(Map.of("login", "x"))
                .post("/api/v1/tokens/session")
                .then()
                .statusCode(400)
                .body("detail", startsWith("password:"));
        given().contentType(ContentType.JSON)
                .post("/api/v1/tokens/session")
                .then()
                .statusCode(400)
                .body("detail", startsWith("login:"));
        given().post("/api/v1/tokens/session/refresh").then().statusCode(401).body("status", equalTo(401));
    }

    @Test
    void guessingIsSlowedAndAnotherAddressIsNot() throws Throwable {
        var user = withPassword();
        var guesser = "198.51.100.7";
        for (int i = 0; i < 10; i++) {
            assertThat(loginFrom(guesser, user, "a wrong password").statusCode())
                    .isEqualTo(401);
        }
        assertThat(loginFrom(guesser, user, "a wrong password").statusCode()).isEqualTo(429);
        assertThat(loginFrom(guesser, user, PASSWORD).statusCode()).isEqualTo(429);
        assertThat(loginFrom("198.51.100.8", user, PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void fiftyGoodLoginsAtOnceAllSucceedWithinFiveSeconds() throws Throwable {
        var user = withPassword();
        // The best of some: a machine that does something else meanwhile breaks no promise.
        await().atMost(Duration.ofMinutes(2)).until(() -> login(user, 50).compareTo(PROMISED) < 0);
    }

    /** How long so many at once take, each of which must get in. */
    private static Duration login(User user, int count) throws Exception {
        var logins = Collections.nCopies(
                count, (Callable<Integer>) () -> login(user, PASSWORD).statusCode());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var began = System.nanoTime();
            for (var answer : threads.invokeAll(logins)) {
                assertThat(answer.get()).isEqualTo(200);
            }
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    private User withPassword() throws Throwable {
        var user = Users.fresh();
        VertxContextSupport.subscribeAndAwait(() -> passwords.set(user.login(), PASSWORD));
        return user;
    }

    private static Response login(User user, String password) {
        return loginFrom("203.0.113." + user.login().length(), user, password);
    }

    private static Response loginFrom(String address, User user, String password) {
        return given().header("X-Forwarded-For", address)
                .contentType(ContentType.JSON)
                .body(Map.of("login", user.login(), "password", password))
                .post("/api/v1/tokens/session");
    }

    private static Response refresh(String cookie) {
        return given().cookie(COOKIE, cookie).post("/api/v1/tokens/session/refresh");
    }

    private static void answers(int status, String token, User user) {
        given().auth().oauth2(token).get("/api/1.0/user/" + user.login()).then().statusCode(status);
    }
}
