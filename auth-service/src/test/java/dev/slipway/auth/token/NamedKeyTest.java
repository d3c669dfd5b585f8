package dev.slipway.auth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class NamedKeyTest {
    /** Five seconds are the promise, and measured on the whole suite; the others are for machines that are busy. */
    private static final Duration PROMISED = Duration.ofSeconds(30);

    private static final String SECRET = "test-only-service-key";

    @Test
    void aSecretIsShownOnceAndTheListKnowsTheRest() {
        var user = Users.fresh();
        var made = make(user, "laptop", "all");
        assertThat(made.getString("secret")).matches("[A-Z0-9]{32}");
        user.asks()
                .get("/api/v1/tokens")
                .then()
                .statusCode(200)
                .body("tokens", hasSize(1))
                .body("tokens[0].id", equalTo(made.getString("id")))
                .body("tokens[0].name", equalTo("laptop"))
                .body("tokens[0].scope", equalTo("all"))
                .body("tokens[0].secret", nullValue());
        create(user, Map.of("name", "laptop", "scope", "read")).statusCode(409);
    }

    @Test
    void aKeyWorksInAllThreeWaysAndAfterItsRevocationInNone() {
        var user = Users.fresh();
        var made = make(user, "script", "all");
        var secret = made.getString("secret");
        var token = Users.tokenOf(user.login(), secret);
        sees(200, withKey(secret), user);
        sees(200, basic(user.login(), secret), user);
        sees(200, given().auth().oauth2(token), user);
        user.asks().delete("/api/v1/tokens/" + made.getString("id")).then().statusCode(204);
        authenticate(user.login(), secret).statusCode(401);
        await().atMost(PROMISED).untilAsserted(() -> sees(401, withKey(secret), user));
        await().atMost(PROMISED).untilAsserted(() -> sees(401, basic(user.login(), secret), user));
        await().atMost(PROMISED).untilAsserted(() -> sees(401, given().auth().oauth2(token), user));
        sees(200, user.asks(), user);
    }

    @Test
    void theOwnKeyWorksSoTooAndDiesWhenItIsReplaced() {
        var user = Users.fresh();
        sees(200, withKey(user.key()), user);
        sees(200, basic(user.login(), user.key()), user);
        user.asks().post("/api/v1/accounts/" + user.login() + "/api-key").then().statusCode(200);
        await().atMost(PROMISED).untilAsserted(() -> sees(401, withKey(user.key()), user));
        await().atMost(PROMISED).untilAsserted(() -> sees(401, basic(user.login(), user.key()), user));
    }

    @Test
    void whatIsNoKeyOpensNothing() {
        var user = Users.fresh();
        var other = Users.fresh();
        sees(401, withKey("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), user);
        sees(401, withKey(""), user);
        sees(401, withKey("x".repeat(5000)), user);
        sees(401, basic(other.login(), user.key()), user);
        sees(401, basic(user.login(), ""), user);
        sees(401, given().header("Authorization", "Basic !!!"), user);
        sees(403, withKey(other.key()), user);
    }

    @Test
    void aKeyThatReadsCannotChangeAnythingNorGiveItselfMore() {
        var user = Users.fresh();
        var secret = make(user, "reader", "read").getString("secret");
        for (var how : List.of("X-API-Key", "token")) {
            sees(200, reader(how, user, secret), user);
            reader(how, user, secret)
                    .get("/api/1.0/user/" + user.login())
                    .then()
                    .body("credentials.apikey", equalTo(""));
            reader(how, user, secret)
                    .post("/api/v1/accounts/" + user.login() + "/api-key")
                    .then()
                    .statusCode(403)
                    .contentType("application/problem+json");
            reader(how, user, secret).get("/api/v1/tokens").then().statusCode(403);
            reader(how, user, secret)
                    .contentType(ContentType.JSON)
                    .body(Map.of("name", "more", "scope", "all"))
                    .post("/api/v1/tokens")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void anAdministratorsKeyThatReadsIsNoAdministrators() {
        var secret = make(Users.admin(), "reader" + Users.freshLogin(), "read").getString("secret");
        withKey(secret).get("/api/v1/accounts").then().statusCode(403);
    }

    @Test
    void aKeyOpensNothingAfterItsTime() {
        var user = Users.fresh();
        var soon = Instant.now().plusSeconds(10);
        var made = create(user, Map.of("name", "short", "scope", "all", "expires", soon.toString()))
                .statusCode(201)
                .extract()
                .jsonPath();
        var secret = made.getString("secret");
        var token = Users.tokenOf(user.login(), secret);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> authenticate(user.login(), secret).statusCode(401));
        sees(401, withKey(secret), user);
        // Clocks may differ by ten seconds.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> sees(401, given().auth().oauth2(token), user));
    }

    @Test
    void badInputIsNamed() {
        var user = Users.fresh();
        create(user, Map.of("scope", "all")).statusCode(400).body("detail", startsWith("name:"));
        create(user, Map.of("name", "a\nb", "scope", "all")).statusCode(400).body("detail", startsWith("name:"));
        create(user, Map.of("name", "a", "scope", "some")).statusCode(400).body("detail", startsWith("scope:"));
        create(user, Map.of("name", "a", "scope", "all", "expires", "soon"))
                .statusCode(400)
                .body("detail", startsWith("expires:"));
        create(user, Map.of("name", "a", "scope", "all", "expires", "2020-01-01T00:00:00Z"))
                .statusCode(400)
                .body("detail", startsWith("expires:"));
    }

    @Test
    void anothersKeysAreThoseOfNobody() {
        var user = Users.fresh();
        var other = Users.fresh();
        var id = make(user, "mine", "all").getString("id");
        other.asks().delete("/api/v1/tokens/" + id).then().statusCode(404);
        other.asks().get("/api/v1/tokens?account=" + user.login()).then().statusCode(404);
        other.asks().get("/api/v1/tokens?account=nobody-at-all").then().statusCode(404);
        given().get("/api/v1/tokens").then().statusCode(401);
        Users.admin()
                .asks()
                .get("/api/v1/tokens?account=" + user.login())
                .then()
                .statusCode(200)
                .body("tokens", hasSize(1));
        Users.admin()
                .asks()
                .delete("/api/v1/tokens/" + id + "?account=" + user.login())
                .then()
                .statusCode(204);
    }

    @Test
    void servicesAskWhetherAKeyFits() {
        var user = Users.fresh();
        var reader = make(user, "reader", "read").getString("secret");
        var all = make(user, "all", "all");
        check(user.login(), user.key(), 200).body("key", nullValue());
        check(user.login(), all.getString("secret"), 200).body("key", equalTo(all.getString("id")));
        check(user.login(), reader, 401);
        check(user.login(), "wrong-wrong-wrong", 401);
        check("nobody-at-all", user.key(), 401);
        user.asks()
                .contentType(ContentType.JSON)
                .body(Map.of("login", user.login(), "apikey", user.key()))
                .post("/internal/credentials")
                .then()
                .statusCode(403);
        for (int i = 0; i < 10; i++) {
            check(user.login(), "wrong-wrong-wrong", i < 8 ? 401 : 429);
        }
    }

    @Test
    void whoGuessesAtOneDoorDoesNotCloseItForItsOwner() {
        var user = Users.fresh();
        for (int i = 0; i < 10; i++) {
            check(user.login(), "wrong-wrong-wrong", "192.0.2.1", 401);
        }
        check(user.login(), user.key(), "192.0.2.1", 429);
        check(user.login(), user.key(), "192.0.2.2", 200);
    }

    private static ValidatableResponse check(String login, String key, int status) {
        return check(login, key, "127.0.0.1", status);
    }

    private static ValidatableResponse check(String login, String key, String address, int status) {
        String token = given().contentType(ContentType.JSON)
                .header("X-Service-Secret", SECRET)
                .body(Map.of("service", "node-service"))
                .post("/internal/service-token")
                .then()
                .extract()
                .path("token");
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("login", login, "apikey", key, "address", address))
                .post("/internal/credentials")
                .then()
                .statusCode(status);
    }

    private static RequestSpecification reader(String how, User user, String secret) {
        return how.equals("token") ? given().auth().oauth2(Users.tokenOf(user.login(), secret)) : withKey(secret);
    }

    private static RequestSpecification withKey(String secret) {
        return given().header("X-API-Key", secret);
    }

    private static RequestSpecification basic(String login, String secret) {
        return given().auth().preemptive().basic(login, secret);
    }

    private static void sees(int status, RequestSpecification who, User user) {
        who.get("/api/1.0/user/" + user.login()).then().statusCode(status);
    }

    private static JsonPath make(User user, String name, String scope) {
        return create(user, Map.of("name", name, "scope", scope))
                .statusCode(201)
                .header("Location", startsWith("/api/v1/tokens/"))
                .extract()
                .jsonPath();
    }

    private static ValidatableResponse create(User user, Map<String, String> body) {
        return user.asks()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/tokens")
                .then();
    }

    private static ValidatableResponse authenticate(String login, String key) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("user", login, "apikey", key))
                .post("/api/1.0/authenticate")
                .then();
    }
}
