package dev.slipway.auth.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Elsewhere;
import dev.slipway.auth.Users;
import dev.slipway.auth.credential.Passwords;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(Elsewhere.class)
class SelfRegistrationTest {
    private static final String PASSWORD = "four horses eat hay";
    private static final AtomicInteger NETWORK = new AtomicInteger();

    @Inject
    Passwords passwords;

    @Test
    void aStrangerAsksAndAnAdministratorSaysYes() throws Throwable {
        var login = Users.freshLogin();
        ask(wish(login))
                .statusCode(201)
                .header("Location", equalTo("/api/v1/accounts/" + login))
                .body("login", equalTo(login))
                .body("state", equalTo("pending"))
                .body("$", not(hasKey("apikey")))
                .body("$", not(hasKey("password")));
        Users.admin()
                .asks()
                .get("/api/v1/accounts/" + login)
                .then()
                .body("state", equalTo("pending"))
                .body("active", equalTo(false))
                .body("display_name", equalTo("Some One"))
                .body("email", equalTo(login + "@example.org"));
        assertThat(isTold(login, false)).isTrue();
        assertThat(VertxContextSupport.subscribeAndAwait(() -> passwords.matches(login, PASSWORD)))
                .isTrue();
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + login + "/enable")
                .then()
                .statusCode(409);
        for (int twice = 0; twice < 2; twice++) {
            Users.admin()
                    .asks()
                    .post("/api/v1/accounts/" + login + "/activate")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("active"));
        }
        assertThat(isTold(login, true)).isTrue();
    }

    @Test
    void aTakenLoginIsAConflictAndATakenAddressIsNobodysBusiness() {
        var first = Users.freshLogin();
        ask(wish(first)).statusCode(201);
        ask(wish(first)).statusCode(409);
        var other = Users.freshLogin();
        var wish = wish(other);
        wish.put("email", first.toUpperCase(Locale.ROOT) + "@EXAMPLE.org");
        ask(wish).statusCode(201).body("login", equalTo(other)).body("state", equalTo("pending"));
        Users.admin().asks().get("/api/v1/accounts/" + other).then().statusCode(404);
    }

    @Test
    void whatIsWrongIsNamed() {
        wrong("password", "short");
        wrong("password", "passwordpassword");
        wrong("email", "nowhere");
        wrong("email", "");
        wrong("login", "Not A Login");
        wrong("display_name", "two\nlines");
        for (var field : new String[] {"login", "password", "email"}) {
            wrong(field, null);
        }
    }

    private static void wrong(String field, String value) {
        var login = Users.freshLogin();
        var wish = wish(login);
        wish.put(field, value);
        ask(wish).statusCode(400).body("detail", startsWith(field));
        Users.admin().asks().get("/api/v1/accounts/" + login).then().statusCode(404);
    }

    @Test
    void oneNetworkAsksTenTimesAnHour() {
        var network = freshNetwork();
        var login = Users.freshLogin();
        ask(wish(login), network + "1").statusCode(201);
        for (int i = 2; i <= 10; i++) {
            ask(wish(login), network + i).statusCode(409);
        }
        ask(wish(Users.freshLogin()), network + "200").statusCode(429);
        ask(wish(Users.freshLogin()), freshNetwork() + "1").statusCode(201);
    }

    @Test
    void whoeverIsLoggedInMakesNoAccountThisWay() {
        Users.fresh()
                .asks()
                .contentType(ContentType.JSON)
                .body(wish(Users.freshLogin()))
                .post("/api/v1/accounts")
                .then()
                .statusCode(403);
        given().auth()
                .oauth2("garbage")
                .contentType(ContentType.JSON)
                .body(wish(Users.freshLogin()))
                .post("/api/v1/accounts")
                .then()
                .statusCode(401);
    }

    private static Map<String, Object> wish(String login) {
        return new HashMap<>(Map.of(
                "login",
                login,
                "email",
                login + "@example.org",
                "display_name",
                "Some One",
                "password",
                PASSWORD,
                "admin",
                true));
    }

    private static ValidatableResponse ask(Map<String, Object> wish) {
        return ask(wish, freshNetwork() + "1");
    }

    private static ValidatableResponse ask(Map<String, Object> wish, String address) {
        return given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", address)
                .body(wish)
                .post("/api/v1/accounts")
                .then();
    }

    private static String freshNetwork() {
        int number = NETWORK.incrementAndGet();
        return "10.%d.%d.".formatted(number / 250, number % 250);
    }

    private static boolean isTold(String login, boolean active) {
        return Kafka.await(
                        AccountEvent.TOPIC,
                        AccountEvent.class,
                        it -> it instanceof AccountEvent.Changed now
                                && now.account().equals(login)
                                && now.active() == active
                                && now.roles().size() == 1)
                != null;
    }
}
