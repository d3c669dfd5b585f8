package dev.slipway.auth.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class AccountResourceTest {
    @Test
    void anAccountIsMadeWithOnlyALogin() {
        var login = Users.freshLogin();
        create(Map.of("login", login))
                .statusCode(201)
                .header("Location", equalTo("/api/v1/accounts/" + login))
                .body("login", equalTo(login))
                .body("uid", greaterThanOrEqualTo(20_001))
                .body("gid", greaterThanOrEqualTo(20_001))
                .body("groups", empty())
                .body("email", equalTo(""))
                .body("home", endsWith("/homes/" + login))
                .body("roles", contains("user"))
                .body("projects", contains("default"))
                .body("active", equalTo(true))
                .body("version", equalTo(1))
                .body("created", matchesPattern("\\d{4}-.*Z"))
                .body("apikey", matchesPattern("[A-Z0-9]{32}"));
    }

    @Test
    void anAccountIsMadeAsTheAdministratorSays() {
        var login = Users.freshLogin();
        int uid = Users.freshId();
        int gid = Users.freshId();
        create(Map.of(
                        "login",
                        login,
                        "email",
                        "x@example.org",
                        "uid",
                        uid,
                        "gid",
                        gid,
                        "home",
                        "/data/x",
                        "admin",
                        true))
                .statusCode(201)
                .body("uid", equalTo(uid))
                .body("gid", equalTo(gid))
                .body("email", equalTo("x@example.org"))
                .body("home", equalTo("/data/x"))
                .body("roles", contains("admin", "user"));
    }

    @Test
    void whatIsAnsweredFirstIsWhatIsAnsweredEverAfter() {
        var login = Users.freshLogin();
        String created =
                create(Map.of("login", login)).statusCode(201).extract().path("created");
        Users.admin().asks().get("/api/v1/accounts/" + login).then().body("created", equalTo(created));
    }

    @Test
    void theGidFollowsTheUidWhenItIsFree() {
        int uid = Users.freshId();
        create(Map.of("login", Users.freshLogin(), "uid", uid)).statusCode(201).body("gid", equalTo(uid));
    }

    @Test
    void theKeyIsShownOnceAndNotAgain() {
        var user = Users.fresh();
        Users.admin()
                .asks()
                .get("/api/v1/accounts/" + user.login())
                .then()
                .statusCode(200)
                .body("$", not(hasKey("apikey")));
        user.asks()
                .get("/api/v1/accounts/" + user.login())
                .then()
                .statusCode(200)
                .body("$", not(hasKey("apikey")));
    }

    @Test
    void anExistingLoginUidOrGidIsAConflict() {
        var login = Users.freshLogin();
        int id = Users.freshId();
        create(Map.of("login", login, "uid", id)).statusCode(201);
        create(Map.of("login", login)).statusCode(409).contentType("application/problem+json");
        create(Map.of("login", Users.freshLogin(), "uid", id)).statusCode(409).body("detail", startsWith("uid"));
        create(Map.of("login", Users.freshLogin(), "gid", id)).statusCode(409).body("detail", startsWith("gid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                       | login",
                "{\"login\":null}                         | login",
                "{\"login\":\"Alice\"}                    | login",
                "{\"login\":\"../x\"}                     | login",
                "{\"login\":\"root\"}                     | login",
                "{\"login\":[\"bad\"]}                    | login",
                "{\"login\":\"bad\",\"uid\":999}          | uid",
                "{\"login\":\"bad\",\"uid\":\"x\"}        | uid",
                "{\"login\":\"bad\",\"uid\":2000.5}       | uid",
                "{\"login\":\"bad\",\"uid\":99999999999}  | uid",
                "{\"login\":\"bad\",\"gid\":0}            | gid",
                "{\"login\":\"bad\",\"home\":\"x\"}       | home",
                "{\"login\":\"bad\",\"home\":\"/a/../b\"} | home",
                "{\"login\":\"bad\",\"email\":\"x\"}      | email",
                "{\"login\":\"bad\",\"admin\":\"maybe\"}  | admin",
                "{\"login\":                              | body",
                "[]                                       | body",
                "null                                     | body",
                "''                                       | body",
            })
    void badInputIsRefusedByTheNameOfItsField(String body, String field) {
        Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/accounts")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", startsWith(field));
        Users.admin().asks().get("/api/v1/accounts/bad").then().statusCode(404);
    }

    @Test
    void onlyAdministratorsMakeListDisableAndEnable() {
        var user = Users.fresh();
        user.asks()
                .contentType(ContentType.JSON)
                .body(Map.of("login", Users.freshLogin()))
                .post("/api/v1/accounts")
                .then()
                .statusCode(403);
        user.asks().get("/api/v1/accounts").then().statusCode(403);
        user.asks().post("/api/v1/accounts/admin/disable").then().statusCode(403);
        user.asks().post("/api/v1/accounts/admin/enable").then().statusCode(403);
    }

    @Test
    void anotherUsersAccountLooksLikeNone() {
        var user = Users.fresh();
        var other = Users.fresh();
        for (var login : List.of(other.login(), "nobody-there", "Not%20A%20Login")) {
            user.asks().get("/api/v1/accounts/" + login).then().statusCode(404);
            user.asks().post("/api/v1/accounts/" + login + "/api-key").then().statusCode(404);
        }
        assertThat(Users.tokenOf(other.login(), other.key())).isNotBlank();
    }

    @Test
    void withoutATokenNothingIsSaid() {
        for (var path : List.of("/api/v1/accounts", "/api/v1/accounts/admin")) {
            given().get(path).then().statusCode(401).contentType("application/problem+json");
            given().auth().oauth2("garbage").get(path).then().statusCode(401);
        }
        given().post("/api/v1/accounts/admin/api-key").then().statusCode(401);
    }

    @Test
    void theListIsReadPageByPage() {
        var logins = List.of(
                Users.fresh().login(), Users.fresh().login(), Users.fresh().login());
        var seen = new ArrayList<String>();
        String after = "";
        while (after != null) {
            var page = Users.admin()
                    .asks()
                    .queryParam("after", after)
                    .queryParam("limit", 2)
                    .get("/api/v1/accounts")
                    .then()
                    .statusCode(200)
                    .body("accounts", hasSize(lessThanOrEqualTo(2)));
            seen.addAll(page.extract().<List<String>>path("accounts.login"));
            after = page.extract().path("next");
        }
        assertThat(seen).containsAll(logins).contains("admin").isSorted().doesNotHaveDuplicates();
        Users.admin().asks().get("/api/v1/accounts").then().statusCode(200).body("accounts.login", hasItem("admin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=x", "limit=1001", "limit=-1", "after=%00", "after=UPPER"})
    void aBadPageIsRefusedByName(String query) {
        Users.admin()
                .asks()
                .urlEncodingEnabled(false)
                .get("/api/v1/accounts?" + query)
                .then()
                .statusCode(400)
                .body("detail", startsWith(query.substring(0, query.indexOf('='))));
    }

    @Test
    void disablingStopsTheKeyAndEnablingBringsItBack() {
        var user = Users.fresh();
        for (int twice = 0; twice < 2; twice++) {
            change(user.login(), "disable")
                    .statusCode(200)
                    .body("active", equalTo(false))
                    .body("version", equalTo(2));
        }
        given().contentType(ContentType.JSON)
                .body(Map.of("user", user.login(), "apikey", user.key()))
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(401);
        for (int twice = 0; twice < 2; twice++) {
            change(user.login(), "enable")
                    .statusCode(200)
                    .body("active", equalTo(true))
                    .body("version", equalTo(2));
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> user.asks()
                        .get("/api/v1/accounts/" + user.login())
                        .then()
                        .statusCode(200));
    }

    @Test
    void nobodyLocksThemselvesOut() {
        change("admin", "disable").statusCode(409);
    }

    @Test
    void whoIsNotThereCannotBeChanged() {
        for (var what : List.of("disable", "enable", "api-key")) {
            change("nobody-there", what).statusCode(404);
        }
    }

    private static ValidatableResponse create(Map<String, Object> body) {
        return Users.admin()
                .asks()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/accounts")
                .then();
    }

    private static ValidatableResponse change(String login, String what) {
        return Users.admin()
                .asks()
                .post("/api/v1/accounts/" + login + "/" + what)
                .then();
    }
}
