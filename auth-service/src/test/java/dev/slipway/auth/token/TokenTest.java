package dev.slipway.auth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as another service sees them: with nothing but the published keys. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class TokenTest {
    private static final long DAY = 86_400;
    private static final String SECRET = "test-only-service-key";

    @Test
    void aLoginGivesATokenForHalfAYear() throws Exception {
        var user = Users.fresh();
        var claims = check(user.token());
        assertThat(claims.getSubject()).isEqualTo(user.login());
        assertThat(claims.getStringClaimValue("upn")).isEqualTo(user.login());
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("user");
        assertThat(claims.getStringListClaimValue("projects")).containsExactly("default");
        assertThat(claims.getClaimValue("ver", Long.class)).isEqualTo(1);
        assertThat(life(claims)).isEqualTo(180 * DAY);
    }

    @Test
    void anAdministratorsTokenSaysSo() throws Exception {
        assertThat(check(Users.admin().token()).getStringListClaimValue("groups"))
                .containsExactlyInAnyOrder("user", "admin");
    }

    @Test
    void aServiceThatKnowsTheSecretGetsATokenForTenMinutes() throws Exception {
        String token = askAs(SECRET, Map.of("service", "node-service"))
                .statusCode(200)
                .body("expires_in", equalTo(600))
                .extract()
                .path("token");
        var claims = check(token);
        assertThat(claims.getSubject()).isEqualTo("node-service");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("service");
        assertThat(life(claims)).isEqualTo(600);
    }

    @Test
    void aServicesTokenReadsAccountsButNoKeyAlsoWhenItIsCalledLikeAUser() {
        var user = Users.fresh();
        String token = askAs(SECRET, Map.of("service", user.login()))
                .statusCode(200)
                .extract()
                .path("token");
        given().auth()
                .oauth2(token)
                .get("/api/1.0/user/" + user.login())
                .then()
                .statusCode(200)
                .body("credentials.apikey", equalTo(""));
        given().auth().oauth2(token).get("/api/v1/accounts").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "test-only-service-ke", "test-only-service-key2"})
    void whoDoesNotKnowTheSecretGetsNone(String secret) {
        askAs(secret, Map.of("service", "node-service")).statusCode(401);
    }

    @Test
    void withoutTheSecretOrANameThereIsNone() {
        given().contentType(ContentType.JSON)
                .body(Map.of("service", "x"))
                .post("/internal/service-token")
                .then()
                .statusCode(401);
        for (var body : List.of(Map.of(), Map.of("service", ""), Map.of("service", "No Name"))) {
            askAs(SECRET, body).statusCode(400);
        }
        given().contentType(ContentType.JSON)
                .header("X-Service-Secret", SECRET)
                .post("/internal/service-token")
                .then()
                .statusCode(400);
    }

    @Test
    void thePublishedKeysHoldNothingPrivate() {
        given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=60")
                .contentType(ContentType.JSON)
                .body("keys", hasSize(greaterThanOrEqualTo(1)))
                .body("keys[0].kty", equalTo("EC"))
                .body("keys[0].crv", equalTo("P-256"))
                .body("keys[0].alg", equalTo("ES256"))
                .body("keys.d", everyItem(nullValue()));
    }

    private static io.restassured.response.ValidatableResponse askAs(String secret, Map<?, ?> body) {
        return given().contentType(ContentType.JSON)
                .header("X-Service-Secret", secret)
                .body(body)
                .post("/internal/service-token")
                .then();
    }

    private static JwtClaims check(String token) throws Exception {
        var keys = new JsonWebKeySet(given().get("/.well-known/jwks.json").asString());
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.getJsonWebKeys()))
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, "ES256"))
                .setExpectedIssuer("slipway")
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);
    }

    private static long life(JwtClaims claims) throws Exception {
        return claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue();
    }
}
