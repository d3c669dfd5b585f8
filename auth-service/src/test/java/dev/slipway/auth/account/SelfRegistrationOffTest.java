package dev.slipway.auth.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The default: only administrators make accounts. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class SelfRegistrationOffTest {
    @Test
    void aStrangerIsForbiddenInEachDialect() {
        var login = Users.freshLogin();
        given().contentType(ContentType.JSON)
                .body(Map.of("login", login, "email", "x@example.org", "password", "four horses eat hay"))
                .post("/api/v1/accounts")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "user_name",
                        login,
                        "Display_name",
                        "X",
                        "email",
                        "x@example.org",
                        "password",
                        "four horses eat hay"))
                .post("/register-user")
                .then()
                .statusCode(403)
                .body("status", equalTo("error"))
                .body("code", equalTo(1004))
                .body("error", equalTo("forbidden"))
                .body("request_id", notNullValue());
        Users.admin().asks().get("/api/v1/accounts/" + login).then().statusCode(404);
    }
}
