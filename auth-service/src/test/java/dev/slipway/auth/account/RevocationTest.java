package dev.slipway.auth.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Kafka;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A token that was good is refused once its account says so. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class RevocationTest {
    /** Five seconds are the promise, and measured on the whole suite; the others are for machines that are busy. */
    private static final Duration PROMISED = Duration.ofSeconds(30);

    @Test
    void aRegeneratedKeyEndsTheOldOneAtOnceAndItsTokensSoon() {
        var user = Users.fresh();
        var old = user.token();
        works(old, user);
        String key = given().auth()
                .oauth2(old)
                .post("/api/v1/accounts/" + user.login() + "/api-key")
                .then()
                .statusCode(200)
                .body("version", equalTo(2))
                .extract()
                .path("apikey");
        assertThat(key).matches("[A-Z0-9]{32}").isNotEqualTo(user.key());
        given().contentType(ContentType.JSON)
                .body(Map.of("user", user.login(), "apikey", user.key()))
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(401);
        isRefusedSoon(old, user);
        works(Users.tokenOf(user.login(), key), user);
    }

    @Test
    void tokensOfADisabledAccountAreRefusedAndStaySo() {
        var user = Users.fresh();
        var old = user.token();
        works(old, user);
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + user.login() + "/disable")
                .then()
                .statusCode(200);
        isRefusedSoon(old, user);
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + user.login() + "/enable")
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> works(user.token(), user));
        given().auth().oauth2(old).get("/api/1.0/user/" + user.login()).then().statusCode(401);
    }

    @Test
    void everyChangeIsToldToTheOtherServices() {
        var user = Users.fresh();
        var made = heard(user, 1, true);
        assertThat(made.email()).isEqualTo(user.login() + "@example.org");
        assertThat(made.home()).endsWith("/homes/" + user.login());
        assertThat(made.roles()).containsExactly("user");
        assertThat(made.projects()).containsExactly("default");
        user.asks().post("/api/v1/accounts/" + user.login() + "/api-key").then().statusCode(200);
        heard(user, 2, true);
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + user.login() + "/disable")
                .then()
                .statusCode(200);
        heard(user, 3, false);
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + user.login() + "/enable")
                .then()
                .statusCode(200);
        heard(user, 3, true);
    }

    @Test
    void theFirstAdministratorIsTold() {
        var admin = Kafka.await(
                AccountEvent.TOPIC,
                AccountEvent.class,
                it -> it instanceof AccountEvent.Changed changed
                        && changed.account().equals("admin")
                        && changed.uid() == 20_000);
        assertThat(((AccountEvent.Changed) admin).roles()).containsExactly("admin", "user");
    }

    private static AccountEvent.Changed heard(User user, long version, boolean active) {
        return (AccountEvent.Changed) Kafka.await(
                AccountEvent.TOPIC,
                AccountEvent.class,
                it -> it instanceof AccountEvent.Changed changed
                        && changed.account().equals(user.login())
                        && changed.version() == version
                        && changed.active() == active);
    }

    private static void works(String token, User user) {
        given().auth().oauth2(token).get("/api/1.0/user/" + user.login()).then().statusCode(200);
    }

    private static void isRefusedSoon(String token, User user) {
        await().atMost(PROMISED)
                .untilAsserted(() -> given().auth()
                        .oauth2(token)
                        .get("/api/1.0/user/" + user.login())
                        .then()
                        .statusCode(401)
                        .header("Content-Type", "application/json; charset=UTF-8"));
    }
}
