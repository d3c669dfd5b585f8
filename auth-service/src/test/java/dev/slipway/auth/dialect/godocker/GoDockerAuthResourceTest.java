package dev.slipway.auth.dialect.godocker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conformance cases of GO-Docker by their number. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class GoDockerAuthResourceTest {
    private static final String EXACTLY = "application/json; charset=UTF-8";

    @Test
    void case2And3_aGoodKeyGivesAnAsciiTokenAndTheExactContentType() {
        var user = Users.fresh();
        authenticate(user.login(), user.key())
                .statusCode(200)
                .header("Content-Type", EXACTLY)
                .body("token", matchesPattern("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+"));
    }

    @Test
    void case4_aWrongKeyAndAnUnknownUserAreAnsweredAlike() {
        var user = Users.fresh();
        var wrong = authenticate(user.login(), "WRONGWRONG").statusCode(401).header("Content-Type", EXACTLY);
        var unknown = authenticate("nobody-there", user.key()).statusCode(401).header("Content-Type", EXACTLY);
        assertThat(wrong.extract().<String>path("msg"))
                .isEqualTo(unknown.extract().path("msg"));
        authenticate("Robert'); drop table account;--", "x").statusCode(401);
        authenticate("nul\u0000", "nul\u0000").statusCode(401);
        authenticate("", "").statusCode(401);
        authenticate(user.login(), user.key().toLowerCase(java.util.Locale.ROOT))
                .statusCode(401);
    }

    /** Ten in one second must get in; so do fifty at once, which are as many in less. */
    @Test
    void case9_aBurstOfLoginsGetsIn() throws Exception {
        var user = Users.fresh();
        Callable<Integer> login =
                () -> authenticate(user.login(), user.key()).extract().statusCode();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(Collections.nCopies(50, login))) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                 | body",
                "' '                                | body",
                "null                               | body",
                "hello                              | body",
                "{\"user\":\"a\"                    | body",
                "[]                                 | body",
                "{}                                 | user",
                "{\"apikey\":\"x\"}                 | user",
                "{\"user\":null,\"apikey\":\"x\"}   | user",
                "{\"user\":\"alice\"}               | apikey",
                "{\"user\":{\"a\":1},\"apikey\":\"x\"} | user",
                "{\"user\":\"a\",\"apikey\":[\"x\"]} | apikey",
            })
    void aMalformedLoginIsRefusedByTheNameOfItsField(String body, String field) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(400)
                .header("Content-Type", EXACTLY)
                .body("msg", startsWith(field + ":"));
    }

    @Test
    void noBodyAtAllIsRefused() {
        given().post("/api/1.0/authenticate").then().statusCode(400).body("msg", startsWith("body:"));
    }

    @Test
    void unknownMembersAndOddContentTypesAreTaken() {
        var user = Users.fresh();
        var body = "{\"user\":\"%s\",\"apikey\":\"%s\",\"more\":{\"x\":[1]}}".formatted(user.login(), user.key());
        for (var type : new String[] {"text/plain", "application/x-www-form-urlencoded", "application/json"}) {
            given().header("Content-Type", type)
                    .body(body)
                    .post("/api/1.0/authenticate")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void aBadTokenBesideAGoodKeyDoesNotMatter() {
        var user = Users.fresh();
        given().auth()
                .oauth2("garbage")
                .contentType(ContentType.JSON)
                .body(Map.of("user", user.login(), "apikey", user.key()))
                .post("/api/1.0/authenticate")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse authenticate(String user, String key) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("user", user, "apikey", key))
                .post("/api/1.0/authenticate")
                .then();
    }
}
