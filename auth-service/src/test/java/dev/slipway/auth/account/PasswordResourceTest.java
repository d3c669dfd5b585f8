package dev.slipway.auth.account;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class PasswordResourceTest {
    private static final String FIRST = "violet anchors drift";
    private static final String SECOND = "seven quiet harbours";

    @Test
    void theOwnerSetsItAndMustKnowTheOldOneToChangeIt() {
        var user = Users.fresh();
        var token = user.token();
        set(user, user, Map.of("password", FIRST)).statusCode(204);
        login(user, FIRST, 200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().auth()
                        .oauth2(token)
                        .get("/api/1.0/user/" + user.login())
                        .then()
                        .statusCode(401));
        set(user, user, Map.of("password", SECOND)).statusCode(400).body("detail", startsWith("current:"));
        set(user, user, Map.of("password", SECOND, "current", "wrong wrong wrong"))
                .statusCode(400)
                .body("detail", startsWith("current:"));
        login(user, FIRST, 200);
        set(user, user, Map.of("password", SECOND, "current", FIRST)).statusCode(204);
        login(user, FIRST, 401);
        login(user, SECOND, 200);
    }

    @Test
    void anAdministratorSetsItForOthersAndNobodyElseDoes() {
        var user = Users.fresh();
        set(Users.admin(), user, Map.of("password", FIRST)).statusCode(204);
        set(Users.admin(), user, Map.of("password", SECOND)).statusCode(204);
        login(user, SECOND, 200);
        set(Users.fresh(), user, Map.of("password", FIRST)).statusCode(404);
        set(Users.admin(), new User("nobody-at-all", ""), Map.of("password", FIRST))
                .statusCode(404);
    }

    @Test
    void aBadOneIsRefusedAndNamed() {
        var user = Users.fresh();
        set(user, user, Map.of("password", "short")).statusCode(400).body("detail", startsWith("password:"));
        set(user, user, Map.of()).statusCode(400).body("detail", startsWith("password:"));
    }

    private static ValidatableResponse set(User who, User whose, Map<String, String> body) {
        return who.asks()
                .contentType(ContentType.JSON)
                .body(body)
                .put("/api/v1/accounts/" + whose.login() + "/password")
                .then();
    }

    private static void login(User user, String password, int status) {
        given().header("X-Forwarded-For", "203.0.113.99")
                .contentType(ContentType.JSON)
                .body(Map.of("login", user.login(), "password", password))
                .post("/api/v1/tokens/session")
                .then()
                .statusCode(status);
    }
}
