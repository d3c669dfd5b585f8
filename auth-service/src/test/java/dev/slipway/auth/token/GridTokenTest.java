package dev.slipway.auth.token;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Grid's cases 3 to 6: what its routes answer to which token. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class GridTokenTest {
    private static final List<String> MEMBER = List.of("user:memberof:slipway");

    @Inject
    SigningKeys keys;

    @Test
    void case3_noTokenIs401AndABadOneIs403() throws Exception {
        given().get("/nodes").then().statusCode(401).body("error", containsString("token"));
        answers(403, "x.y.z");
        answers(403, "garbage");
        var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        answers(
                403,
                claims(60)
                        .claim("scope", MEMBER)
                        .jws()
                        .algorithm(SignatureAlgorithm.RS256)
                        .sign(rsa.getPrivate()));
        var other = SigningKey.fresh(KeyPurpose.GRID, new SecureRandom());
        answers(403, sign(claims(60).claim("scope", MEMBER), other, other.kid()));
        answers(
                403,
                sign(
                        claims(60).claim("scope", MEMBER),
                        other,
                        keys.signing(KeyPurpose.GRID).kid()));
    }

    @Test
    void case4_membersAndTheOrganisationItselfAreLetInAndOthersAreNot() {
        answers(200, sign(claims(60).claim("scope", MEMBER)));
        answers(200, sign(claims(60).claim("scope", List.of("user:email", "user:memberof:slipway"))));
        answers(403, sign(claims(60).claim("scope", List.of("user:memberof:other"))));
        answers(403, sign(claims(60).claim("scope", List.of("user:memberof:slipway2"))));
        answers(200, sign(claims(60).claim("azp", "slipway").claim("scope", List.of())));
        answers(403, sign(claims(60).claim("azp", "other").claim("scope", List.of())));
    }

    @Test
    void case5_anExpiredOneIs440AndOneWithoutScopeIs403() {
        given().auth()
                .oauth2(sign(claims(-7200).claim("scope", MEMBER)))
                .get("/nodes")
                .then()
                .statusCode(440)
                .body("error", containsString("expired"));
        answers(403, sign(claims(60)));
        var forged = SigningKey.fresh(KeyPurpose.GRID, new SecureRandom());
        answers(403, sign(claims(-7200), forged, keys.signing(KeyPurpose.GRID).kid()));
    }

    @Test
    void case6_whatTheIssuerGivesPasses() {
        var user = Users.fresh();
        var token = given().queryParam("grant_type", "client_credentials")
                .queryParam("client_id", user.login())
                .queryParam("client_secret", user.key())
                .queryParam("scope", "user:memberof:slipway")
                .post("/v1/oauth/access_token")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        answers(200, token);
        given().auth()
                .oauth2(token)
                .get("/api/1.0/user/" + user.login())
                .then()
                .statusCode(401)
                .body(not(containsString(user.key())));
    }

    @Test
    void ourOwnTokensAreGoodThereToo() {
        answers(200, Users.fresh().token());
    }

    private static JwtClaimsBuilder claims(long seconds) {
        var now = Instant.now();
        return Jwt.issuer("slipway-grid")
                .subject("admin")
                .upn("admin")
                .groups("user")
                .claim("ver", 1000)
                .issuedAt(now.minusSeconds(10_000))
                .expiresAt(now.plusSeconds(seconds));
    }

    private String sign(JwtClaimsBuilder claims) {
        var key = keys.signing(KeyPurpose.GRID);
        return sign(claims, key, key.kid());
    }

    private static String sign(JwtClaimsBuilder claims, SigningKey key, String kid) {
        return claims.jws().algorithm(SignatureAlgorithm.ES384).keyId(kid).sign(key.privateKey());
    }

    private static void answers(int status, String token) {
        given().auth().oauth2(token).get("/nodes").then().statusCode(status);
    }
}
