package dev.slipway.auth.dialect.godocker;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Elsewhere;
import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(Elsewhere.class)
class GoDockerAppResourceTest {
    private static final String SECRET = Elsewhere.APPLICATIONS;

    @Test
    void anApplicationThatKnowsTheSecretLearnsWhoseATokenIsAndNoKey() throws Exception {
        var user = Users.fresh();
        var token = create(user, "portal");
        ask(token, jwt("HS256", token, SECRET))
                .statusCode(200)
                .header("Content-Type", "application/json; charset=UTF-8")
                .body("id", equalTo(user.login()))
                .body("email", equalTo(user.login() + "@example.org"))
                .body("credentials.apikey", equalTo(""));
    }

    @Test
    void nobodyElseDoes() throws Exception {
        var user = Users.fresh();
        var token = create(user, "portal");
        var other = create(user, "other");
        ask(token, jwt("HS256", token, SECRET + "x")).statusCode(401);
        ask(token, jwt("none", token, SECRET)).statusCode(401);
        ask(token, jwt("HS512", token, SECRET)).statusCode(401);
        ask(token, "garbage").statusCode(401);
        given().get("/api/1.0/app/" + token).then().statusCode(401);
        user.asks().get("/api/1.0/app/" + token).then().statusCode(401);
        ask(token, jwt("HS256", other, SECRET)).statusCode(403);
        ask("nobodys-token", jwt("HS256", "nobodys-token", SECRET)).statusCode(404);
    }

    @Test
    void whatIsTakenBackOrOfADisabledAccountIsNobodys() throws Exception {
        var user = Users.fresh();
        var token = create(user, "portal");
        var kept = create(user, "kept");
        user.asks()
                .delete("/api/1.0/user/" + user.login() + "/apps/" + token)
                .then()
                .statusCode(200)
                .body("msg", startsWith("Token"));
        user.asks()
                .delete("/api/1.0/user/" + user.login() + "/apps/" + token)
                .then()
                .statusCode(404);
        ask(token, jwt("HS256", token, SECRET)).statusCode(404);
        Users.admin()
                .asks()
                .post("/api/v1/accounts/" + user.login() + "/disable")
                .then()
                .statusCode(200);
        ask(kept, jwt("HS256", kept, SECRET)).statusCode(404);
    }

    @Test
    void aUserSeesItsOwnAndAnAdministratorThoseOfAll() {
        var user = Users.fresh();
        var other = Users.fresh();
        create(user, "portal");
        var path = "/api/1.0/user/" + user.login() + "/apps";
        user.asks().get(path).then().statusCode(200).body("$", hasSize(1)).body("[0].name", equalTo("portal"));
        Users.admin().asks().get(path).then().statusCode(200).body("$", hasSize(1));
        other.asks().get(path).then().statusCode(403);
        other.asks()
                .body(Map.of("name", "x"))
                .contentType("application/json")
                .post(path)
                .then()
                .statusCode(403);
        Users.admin()
                .asks()
                .body(Map.of("name", "x"))
                .contentType("application/json")
                .post(path)
                .then()
                .statusCode(403);
        given().get(path).then().statusCode(401);
        user.asks().body("{}").post(path).then().statusCode(400).body("msg", startsWith("name:"));
    }

    private static String create(User user, String name) {
        return user.asks()
                .contentType("application/json")
                .body(Map.of("name", name))
                .post("/api/1.0/user/" + user.login() + "/apps")
                .then()
                .statusCode(200)
                .body("name", equalTo(name))
                .extract()
                .path("token");
    }

    private static ValidatableResponse ask(String token, String jwt) {
        return given().auth().oauth2(jwt).get("/api/1.0/app/" + token).then();
    }

    private static String jwt(String algorithm, String token, String secret) throws Exception {
        var signed = base64("{\"alg\":\"%s\"}".formatted(algorithm)) + "."
                + base64("{\"app_token\":\"%s\"}".formatted(token));
        if (algorithm.equals("none")) {
            return signed + ".";
        }
        var name = algorithm.replace("HS", "HmacSHA");
        var mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
        return signed + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
