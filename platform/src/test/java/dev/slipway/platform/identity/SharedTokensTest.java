package dev.slipway.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tokens checked with keys that are read over HTTP, as every service but auth-service does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedTokensTest {
    private final EllipticCurveJsonWebKey own = key(EllipticCurves.P256, "own");
    private final EllipticCurveJsonWebKey grid = key(EllipticCurves.P384, "grid");
    private HttpServer server;
    private SharedTokens tokens;
    private JWTAuthContextInfo configured;

    @BeforeAll
    void publish() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/jwks.json", own);
        serve("/v1/oauth/keys", grid);
        server.start();
        var base = "http://127.0.0.1:" + server.getAddress().getPort();
        configured = new JWTAuthContextInfo(base + "/jwks.json", "slipway");
        configured.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        tokens = new SharedTokens(new GridConfig() {
            @Override
            public String organisation() {
                return "slipway";
            }

            @Override
            public String keys() {
                return base + "/v1/oauth/keys";
            }
        });
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    @Test
    void eachKindIsCheckedWithItsOwnKeys() throws Exception {
        assertThat(tokens.parse(sign(own, "ES256", "slipway"), configured).getName())
                .isEqualTo("alice");
        assertThat(tokens.parse(sign(grid, "ES384", "slipway-grid"), configured).getName())
                .isEqualTo("alice");
    }

    @Test
    void noneSpeaksForTheOtherIssuer() {
        refuses(sign(own, "ES256", "slipway-grid"));
        refuses(sign(grid, "ES384", "slipway"));
        refuses(sign(key(EllipticCurves.P384, "grid"), "ES384", "slipway-grid"));
        refuses(sign(key(EllipticCurves.P256, "own"), "ES256", "slipway"));
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (var text :
                List.of("", ".", "x.y.z", "e30.e30.", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJFUzM4NCJ9.e30.AA")) {
            refuses(text);
        }
    }

    @Test
    void aTokenIsCheckedElsewhereAndFromThenOnWhereItsRequestIs() {
        var elsewhere = new AtomicInteger();
        var validator = Validators.of(configured, tokens);
        var known = new KnownTokens(validator, tokens);
        // Who has the most is asked first, and answers.
        assertThat(known.priority()).isGreaterThan(validator.priority());
        var request = new TokenAuthenticationRequest(new JsonWebTokenCredential(sign(own, "ES256", "slipway")));
        for (int i = 0; i < 3; i++) {
            var identity = known.authenticate(request, check -> {
                        elsewhere.incrementAndGet();
                        return Uni.createFrom().item(check);
                    })
                    .await()
                    .indefinitely();
            assertThat(identity.getPrincipal().getName()).isEqualTo("alice");
        }
        assertThat(elsewhere).hasValue(1);
    }

    private void refuses(String token) {
        assertThatThrownBy(() -> tokens.parse(token, configured)).isInstanceOf(ParseException.class);
    }

    private void serve(String path, EllipticCurveJsonWebKey key) {
        var body = new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY).getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
    }

    private static EllipticCurveJsonWebKey key(java.security.spec.ECParameterSpec curve, String kid) {
        try {
            var key = EcJwkGenerator.generateJwk(curve);
            key.setKeyId(kid);
            return key;
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(EllipticCurveJsonWebKey key, String algorithm, String issuer) {
        var claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setSubject("alice");
        claims.setStringClaim("upn", "alice");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(algorithm);
        try {
            return signature.getCompactSerialization();
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
