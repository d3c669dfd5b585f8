package dev.slipway.auth.token;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.auth.Users;
import dev.slipway.testkit.Backends;
import dev.slipway.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Tokens that look like ours and are not. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ForgedTokenTest {
    @Inject
    SigningKeys keys;

    @Test
    void oneSignedLikeThisIsGood() {
        answers(200, sign(claims("slipway", 60), keys.signing(KeyPurpose.TOKENS).privateKey()));
    }

    @Test
    void oneWithoutASignatureIsRefused() {
        for (var header : List.of("{\"alg\":\"none\"}", "{\"alg\":\"None\",\"typ\":\"JWT\"}")) {
            answers(401, base64(header) + "." + base64(goodClaims()) + ".");
            answers(401, base64(header) + "." + base64(goodClaims()) + ".AAAA");
        }
    }

    @Test
    void oneSignedWithThePublicKeyAsASharedSecretIsRefused() throws Exception {
        var key = keys.signing(KeyPurpose.TOKENS).publicKey().getEncoded();
        var pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PUBLIC KEY-----\n";
        for (var secret :
                List.of(key, pem.getBytes(UTF_8), keys.toJwks(KeyPurpose.TOKENS).getBytes(UTF_8))) {
            var head = "{\"alg\":\"HS256\",\"kid\":\"%s\"}"
                    .formatted(keys.signing(KeyPurpose.TOKENS).kid());
            var signed = base64(head) + "." + base64(goodClaims());
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            answers(401, signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8))));
        }
    }

    @Test
    void oneOfAnotherIssuerIsRefused() {
        answers(
                401,
                sign(
                        claims("somebody-else", 60),
                        keys.signing(KeyPurpose.TOKENS).privateKey()));
    }

    @Test
    void oneForAnotherAudienceIsRefused() {
        var key = keys.signing(KeyPurpose.TOKENS).privateKey();
        answers(401, sign(claims("slipway", 60).audience("somebody-else"), key));
        answers(200, sign(claims("slipway", 60).audience(Set.of("somebody-else", "slipway")), key));
    }

    @Test
    void oneFromBeforeARevocationIsRefused() {
        answers(
                401,
                sign(
                        claims("slipway", 60).claim("ver", 0),
                        keys.signing(KeyPurpose.TOKENS).privateKey()));
    }

    @Test
    void oneOfGridsIssuerIsGoodOnGridsPathsOnly() {
        var grid = keys.signing(KeyPurpose.GRID);
        var claims = claims("slipway-grid", 60).claim("scope", List.of("user:memberof:slipway"));
        answers(
                401,
                claims.jws()
                        .algorithm(SignatureAlgorithm.ES384)
                        .keyId(grid.kid())
                        .sign(grid.privateKey()));
        var ours = claims("slipway", 60);
        answers(
                401,
                ours.jws().algorithm(SignatureAlgorithm.ES384).keyId(grid.kid()).sign(grid.privateKey()));
    }

    @Test
    void anExpiredOneIsRefused() {
        answers(
                401,
                sign(claims("slipway", -3600), keys.signing(KeyPurpose.TOKENS).privateKey()));
    }

    @Test
    void oneOfAnotherKeyIsRefusedWhateverKeyItNames() {
        answers(
                401,
                sign(
                        claims("slipway", 60),
                        SigningKey.fresh(KeyPurpose.TOKENS, new SecureRandom()).privateKey()));
        answers(401, Tokens.admin());
    }

    @Test
    void oneWithOtherClaimsUnderAGoodSignatureIsRefused() {
        var parts = Users.fresh().token().split("\\.");
        answers(401, parts[0] + "." + base64(goodClaims()) + "." + parts[2]);
        answers(401, parts[0] + "." + parts[1] + "." + "A".repeat(86));
        answers(401, parts[0] + "." + parts[1] + ".");
    }

    @Test
    void oneWithoutAVersionIsOlderThanAnyAccount() {
        var bare = Jwt.issuer("slipway").subject("admin").upn("admin").groups("admin");
        answers(
                401,
                sign(
                        bare.expiresAt(Instant.now().plusSeconds(60)),
                        keys.signing(KeyPurpose.TOKENS).privateKey()));
    }

    private static JwtClaimsBuilder claims(String issuer, long seconds) {
        var now = Instant.now();
        return Jwt.issuer(issuer)
                .subject("admin")
                .upn("admin")
                .groups(Set.of("user", "admin"))
                .claim("ver", 1000)
                .issuedAt(now.minusSeconds(7200))
                .expiresAt(now.plusSeconds(seconds));
    }

    private String sign(JwtClaimsBuilder claims, PrivateKey key) {
        return claims.jws()
                .algorithm(SignatureAlgorithm.ES256)
                .keyId(keys.signing(KeyPurpose.TOKENS).kid())
                .sign(key);
    }

    private static String goodClaims() {
        long now = Instant.now().getEpochSecond();
        return """
                {"iss":"slipway","sub":"admin","upn":"admin","groups":["user","admin"],"ver":1000,"iat":%d,"exp":%d}""".formatted(now, now + 60);
    }

    private static void answers(int status, String token) {
        given().header("Authorization", "Bearer " + token)
                .get("/api/1.0/user/admin")
                .then()
                .statusCode(status)
                .header("Content-Type", "application/json; charset=UTF-8");
    }

    private static String base64(String text) {
        return base64(text.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
