package dev.slipway.auth.dialect.grid;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.auth.Users;
import dev.slipway.auth.Users.User;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class GridOauthResourceTest {
    /** Case 6: the request of the Python helper, everything in the query and no body. */
    @Test
    void case6_credentialsBuyABareToken() throws Exception {
        var user = Users.fresh();
        var token = ask(user, Map.of("scope", "user:memberof:slipway,user:memberof:other,user:email"))
                .statusCode(200)
                .contentType(startsWith("text/plain"))
                .extract()
                .asString();
        var claims = check(token);
        assertThat(claims.getIssuer()).isEqualTo("slipway-grid");
        assertThat(claims.getStringClaimValue("azp")).isEqualTo(user.login());
        assertThat(claims.getStringClaimValue("username")).isEqualTo(user.login());
        assertThat(claims.getStringListClaimValue("scope")).containsExactly("user:memberof:slipway");
        assertThat(life(claims)).isEqualTo(3600);
    }

    @Test
    void aClientMayWantLessTimeAndGetsNoMore() throws Exception {
        var user = Users.fresh();
        assertThat(life(check(ask(user, Map.of("validity", "60")).extract().asString())))
                .isEqualTo(60);
        assertThat(life(check(ask(user, Map.of("validity", "7200")).extract().asString())))
                .isEqualTo(3600);
        ask(user, Map.of("validity", "soon")).statusCode(400).body("error", startsWith("validity:"));
    }

    @Test
    void wrongCredentialsBuyNothing() {
        var user = Users.fresh();
        ask(new User(user.login(), "wrong"), Map.of()).statusCode(401).body("error", containsString("secret"));
        ask(new User("nobody-at-all", user.key()), Map.of()).statusCode(401);
        given().queryParam("grant_type", "password")
                .post("/v1/oauth/access_token")
                .then()
                .statusCode(400)
                .body("error", startsWith("grant_type:"));
        given().queryParam("grant_type", "client_credentials")
                .post("/v1/oauth/access_token")
                .then()
                .statusCode(400)
                .body("error", startsWith("client_id:"));
    }

    @Test
    void aTokenIsExchangedForOneWithANewTime() throws Exception {
        var user = Users.fresh();
        var token = ask(user, Map.of("scope", "user:memberof:slipway", "validity", "1"))
                .extract()
                .asString();
        for (var scheme : new String[] {"bearer", "Bearer"}) {
            var next = given().header("Authorization", scheme + " " + token)
                    .get("/v1/oauth/jwt/refresh")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            assertThat(life(check(next))).isEqualTo(3600);
            assertThat(check(next).getStringListClaimValue("scope")).containsExactly("user:memberof:slipway");
        }
    }

    @Test
    void whatIsNoTokenOfGridIsNotExchanged() {
        var user = Users.fresh();
        given().get("/v1/oauth/jwt/refresh").then().statusCode(401);
        refresh("x.y.z").statusCode(403);
        refresh(user.token()).statusCode(403);
        var token = ask(user, Map.of()).extract().asString();
        var parts = token.split("\\.");
        refresh(parts[0] + "." + parts[1] + "." + "A".repeat(128)).statusCode(403);
        user.asks().post("/api/v1/accounts/" + user.login() + "/api-key").then().statusCode(200);
        refresh(token).statusCode(403);
    }

    @Test
    void itsKeysAreItsOwn() {
        given().get("/v1/oauth/keys")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=60")
                .body(containsString("P-384"))
                .body(org.hamcrest.Matchers.not(containsString("\"d\"")));
        given().get("/.well-known/jwks.json").then().body(org.hamcrest.Matchers.not(containsString("P-384")));
        given().get("/v1/oauth/keys.pem").then().statusCode(200).body(startsWith("-----BEGIN PUBLIC KEY-----"));
    }

    private static ValidatableResponse refresh(String token) {
        return given().header("Authorization", "bearer " + token)
                .get("/v1/oauth/jwt/refresh")
                .then();
    }

    private static ValidatableResponse ask(User user, Map<String, String> more) {
        return given().queryParam("grant_type", "client_credentials")
                .queryParam("response_type", "id_token")
                .queryParam("client_id", user.login())
                .queryParam("client_secret", user.key())
                .queryParams(more)
                .header("Content-Type", "application/json")
                .post("/v1/oauth/access_token")
                .then();
    }

    private static JwtClaims check(String token) throws Exception {
        var keys = new JsonWebKeySet(given().get("/v1/oauth/keys").asString());
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.getJsonWebKeys()))
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, "ES384"))
                .setSkipDefaultAudienceValidation()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(30)
                .build()
                .processToClaims(token);
    }

    private static long life(JwtClaims claims) throws Exception {
        return claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue();
    }
}
