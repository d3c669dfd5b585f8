package dev.slipway.auth.dialect.geonex;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Elsewhere;
import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(Elsewhere.class)
class GeoNexUsersTest {
    private static final AtomicInteger NETWORK = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"", "/geonex"})
    void case1_withoutCredentialsNobodyIsDescribed(String root) {
        fails(given().get(root + "/describe-users").then(), 401, 1003, "unauthenticated");
    }

    /** None of these two calls changes anything by GET; the cookie of a real session opens the one that reads neither. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/geonex"})
    void case2_aCookieAloneOpensNothing(String root) {
        var user = Users.fresh();
        Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(Map.of("password", "four horses eat hay"))
                .put("/api/v1/accounts/" + user.login() + "/password")
                .then()
                .statusCode(204);
        var opened = asks().contentType(ContentType.JSON)
                .body(Map.of("login", user.login(), "password", "four horses eat hay"))
                .post("/api/v1/tokens/session");
        fails(
                given().cookies(opened.then().statusCode(200).extract().cookies())
                        .get(root + "/describe-users")
                        .then(),
                401,
                1003,
                "unauthenticated");
        given().auth()
                .oauth2(opened.path("token"))
                .get(root + "/describe-users")
                .then()
                .statusCode(200)
                .body("count", equalTo(1));
    }

    /** Case 1 again: with any other credential it opens. */
    @Test
    void case1_aKeyIsACredentialToo() {
        var user = Users.fresh();
        given().header("X-API-Key", user.key()).get("/describe-users").then().statusCode(200);
        given().auth()
                .preemptive()
                .basic(user.login(), user.key())
                .get("/geonex/describe-users")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/geonex"})
    void case32_aUserIsDescribedToItselfAndAllToAnAdministrator(String root) {
        var user = Users.fresh();
        user.asks()
                .get(root + "/describe-users")
                .then()
                .statusCode(200)
                .body("status", equalTo("success"))
                .body("code", equalTo(0))
                .body("message", notNullValue())
                .body("request_id", notNullValue())
                .body("count", equalTo(1))
                .body("users", hasSize(1))
                .body("users[0].user_name", equalTo(user.login()))
                .body("users[0].Display_name", equalTo(user.login()))
                .body("users[0].display_name", equalTo(user.login()))
                .body("users[0].email", equalTo(user.login() + "@example.org"))
                .body("users[0].role", equalTo("user"))
                .body("users[0].status", equalTo("active"))
                .body("users[0].created", matchesPattern("\\d{4}-.*Z"))
                .body("users[0].last_login", matchesPattern("\\d{4}-.*Z"))
                .body("users[0].projects", hasItem("default"))
                .body(not(containsString(user.key())))
                .body(not(containsString("password")));
        Users.admin()
                .asks()
                .get(root + "/describe-users")
                .then()
                .statusCode(200)
                .body("users.user_name", hasItems("admin", user.login()))
                .body("users.find { it.user_name == 'admin' }.role", equalTo("admin"))
                .body(not(containsString(user.key())))
                .body(not(containsString(Users.ADMIN_KEY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/geonex"})
    void case33_whoRegistersWaits(String root) {
        var name = Users.freshLogin();
        asks().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(wish(name))
                .post(root + "/register-user")
                .then()
                .statusCode(201)
                .body("status", equalTo("success"))
                .body("code", equalTo(0))
                .body("request_id", notNullValue())
                .body("user.user_name", equalTo(name))
                .body("user.Display_name", equalTo("Some Ône"))
                .body("user.display_name", equalTo("Some Ône"))
                .body("user.email", equalTo(name + "@example.org"))
                .body("user.role", equalTo("user"))
                .body("user.status", equalTo("pending"))
                .body(not(containsString("password")));
        fails(post(root, wish(name)), 409, 1017, "user_exists");
        login(name).statusCode(401);
        Users.admin()
                .asks()
                .get(root + "/describe-users")
                .then()
                .body("users.find { it.user_name == '%s' }.status".formatted(name), equalTo("pending"));
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + name + "/activate")
                .then()
                .statusCode(200);
        login(name).statusCode(200);
    }

    private static ValidatableResponse login(String name) {
        return asks().contentType(ContentType.JSON)
                .body(Map.of("login", name, "password", "four horses eat hay"))
                .post("/api/v1/tokens/session")
                .then();
    }

    @Test
    void case33_theOtherSpellingOfTheDisplayNameIsReadToo() {
        var wish = wish(Users.freshLogin());
        wish.put("display_name", wish.remove("Display_name"));
        post("", wish).statusCode(201).body("user.Display_name", equalTo("Some Ône"));
    }

    @Test
    void case33_aTakenAddressGivesTheSameAnswerAndNoAccount() {
        var user = Users.fresh();
        var name = Users.freshLogin();
        var wish = wish(name);
        wish.put("email", user.login() + "@example.org");
        post("", wish).statusCode(201).body("user.user_name", equalTo(name)).body("user.status", equalTo("pending"));
        Users.admin().asks().get("/api/v1/accounts/" + name).then().statusCode(404);
    }

    @Test
    void case33_aWeakPasswordIsRefused() {
        for (var password : new String[] {"short", "passwordpassword", "x".repeat(129)}) {
            var wish = wish(Users.freshLogin());
            wish.put("password", password);
            fails(post("", wish), 400, 1002, "invalid_parameter").body("message", startsWith("password"));
        }
        var wish = wish(Users.freshLogin());
        wish.put("password", "my name is " + wish.get("user_name"));
        fails(post("", wish), 400, 1002, "invalid_parameter").body("message", startsWith("password"));
    }

    @Test
    void case33_parametersInTheQueryAreRefused() {
        var name = Users.freshLogin();
        fails(asks().queryParams(wish(name)).post("/register-user").then(), 400, 1002, "invalid_parameter");
        fails(
                asks().contentType(ContentType.JSON)
                        .queryParam("x", "y")
                        .body(wish(name))
                        .post("/geonex/register-user")
                        .then(),
                400,
                1002,
                "invalid_parameter");
        Users.admin().asks().get("/api/v1/accounts/" + name).then().statusCode(404);
    }

    @Test
    void whatIsMissingIsNamed() {
        for (var field : new String[] {"user_name", "password", "Display_name", "email"}) {
            var wish = wish(Users.freshLogin());
            wish.remove(field);
            fails(post("", wish), 400, 1001, "missing_parameter").body("message", startsWith(field));
        }
        fails(asks().post("/register-user").then(), 400, 1001, "missing_parameter");
        fails(
                asks().contentType(ContentType.JSON)
                        .body("{")
                        .post("/register-user")
                        .then(),
                400,
                1002,
                "invalid_parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "Alice", "9lives", "a b", "../x", "abcdefghijklmnopqrstuvwxyz0123456"})
    void theseAreNoUserNames(String name) {
        var wish = wish(Users.freshLogin());
        wish.put("user_name", name);
        fails(post("", wish), 400, 1002, "invalid_parameter").body("message", startsWith("user_name"));
    }

    @Test
    void case33_tenFromOneNetworkAnHour() {
        var name = Users.freshLogin();
        for (int i = 0; i < 10; i++) {
            given().header("X-Forwarded-For", "2001:db8:77:" + i + "::1")
                    .contentType(ContentType.JSON)
                    .body(wish(name))
                    .post("/register-user");
        }
        fails(
                given().header("X-Forwarded-For", "2001:db8:77:99::1")
                        .contentType(ContentType.JSON)
                        .body(wish(Users.freshLogin()))
                        .post("/register-user")
                        .then(),
                429,
                1016,
                "rate_limited");
    }

    /** Case 5: each answer has all of the envelope, and its status fits. */
    private static ValidatableResponse fails(ValidatableResponse answer, int http, int code, String error) {
        return answer.statusCode(http)
                .body("status", equalTo("error"))
                .body("code", equalTo(code))
                .body("error", equalTo(error))
                .body("message", notNullValue())
                .body("request_id", notNullValue());
    }

    private static Map<String, Object> wish(String name) {
        return new HashMap<>(Map.of(
                "user_name",
                name,
                "password",
                "four horses eat hay",
                "Display_name",
                "Some Ône",
                "email",
                name + "@example.org"));
    }

    private static ValidatableResponse post(String root, Map<String, Object> wish) {
        return asks().contentType(ContentType.JSON)
                .body(wish)
                .post(root + "/register-user")
                .then();
    }

    private static RequestSpecification asks() {
        return given().header("X-Forwarded-For", "172.16.%d.1".formatted(NETWORK.incrementAndGet()));
    }
}
