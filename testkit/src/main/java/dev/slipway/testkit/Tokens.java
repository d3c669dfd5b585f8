package dev.slipway.testkit;

import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Claims;
import dev.slipway.platform.identity.Scope;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tokens a service under test trusts, signed as auth-service would, with a key made for this run. */
public final class Tokens {
    private Tokens() {}

    /** A bearer token of an ordinary account. */
    public static String user(String login) {
        return token(login, Set.of(Caller.USER), Duration.ofHours(1));
    }

    /** A bearer token of an ordinary account that is good for this much only. */
    public static String limited(String login, Scope scope) {
        return token(login, Set.of(Caller.USER), Duration.ofHours(1), Map.of(Claims.SCOPE, scope.text()));
    }

    /** A bearer token of {@code admin}. */
    public static String admin() {
        return token("admin", Set.of(Caller.USER, Caller.ADMIN), Duration.ofHours(1));
    }

    /** A bearer token of another service. */
    public static String service(String name) {
        return token(name, Set.of(Caller.SERVICE), Duration.ofMinutes(10));
    }

    /** One that was good an hour ago. */
    public static String expired(String login) {
        return token(login, Set.of(Caller.USER), Duration.ofHours(-1));
    }

    private static String token(String login, Set<String> roles, Duration life) {
        return token(login, roles, life, Map.of());
    }

    private static String token(String login, Set<String> roles, Duration life, Map<String, String> more) {
        var state = Path.of(System.getProperty(Backends.STATE_PROPERTY));
        try {
            var claims = Jwt.issuer("slipway");
            more.forEach(claims::claim);
            return claims.subject(login)
                    .upn(login)
                    .groups(roles)
                    .claim(Claims.PROJECTS, List.of("default"))
                    .claim(Claims.VERSION, 1)
                    .issuedAt(System.currentTimeMillis() / 1000 - 7200)
                    .expiresAt(System.currentTimeMillis() / 1000 + life.toSeconds())
                    .jws()
                    .algorithm(SignatureAlgorithm.ES256)
                    .keyId("test")
                    .sign(privateKey(state));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file with the public key; the pair is made at the first call of a run. */
    static Path publicKey(Path state) throws IOException, GeneralSecurityException {
        var file = state.resolve("token-public.pem");
        if (!Files.exists(file)) {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            Files.write(state.resolve("token-private"), pair.getPrivate().getEncoded());
            var base64 = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
            Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
        }
        return file;
    }

    private static PrivateKey privateKey(Path state) throws IOException, GeneralSecurityException {
        var encoded = Files.readAllBytes(state.resolve("token-private"));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
