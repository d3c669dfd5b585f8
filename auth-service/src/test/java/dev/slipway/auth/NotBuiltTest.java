package dev.slipway.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class NotBuiltTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/1.0/user",
        "PUT, /api/1.0/user/alice",
        "DELETE, /api/1.0/user/alice",
        "DELETE, /api/1.0/user/alice/apikey",
        "GET, /api/1.0/user/alice/project",
        "GET, /api/1.0/user/alice/apps",
        "DELETE, /api/1.0/user/alice/apps/t",
        "GET, /api/1.0/app/t",
        "PUT, /api/1.0/guest/status",
        "GET, /api/1.0/project",
        "POST, /api/1.0/project/p",
    })
    void laterGoDockerRoutesSaySoInTheirDialect(String method, String path) {
        given().request(method, path)
                .then()
                .statusCode(501)
                .header("Content-Type", "application/json; charset=UTF-8")
                .body("msg", containsString("not built"));
    }

    @ParameterizedTest
    @CsvSource({"GET, /describe-users", "POST, /register-user"})
    void laterGeoNexRoutesSaySoInTheirDialect(String method, String path) {
        given().request(method, path).then().statusCode(501).body("status", equalTo("error"));
    }

    @Test
    void laterGridRoutesSaySoInTheirDialect() {
        given().post("/v1/oauth/access_token?grant_type=client_credentials")
                .then()
                .statusCode(501)
                .body("error", containsString("not built"));
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/v1/projects", "POST, /api/v1/tokens/x"})
    void laterNativeRoutesSaySoAsProblems(String method, String path) {
        given().request(method, path)
                .then()
                .statusCode(501)
                .contentType("application/problem+json")
                .body("status", equalTo(501));
    }
}
