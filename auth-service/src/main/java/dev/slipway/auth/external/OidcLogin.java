package dev.slipway.auth.external;

import dev.slipway.auth.credential.SecretBox;
import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/** The authorization code flow with PKCE (RFC 7636). What must be remembered between its halves is sealed in a cookie. */
@ApplicationScoped
class OidcLogin {
    private static final Logger LOG = Logger.getLogger(OidcLogin.class);
    private static final String PLACE = "openid login";
    private static final String CALLBACK = "/api/v1/tokens/oidc/callback";
    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SKEW_SECONDS = 60;

    private final Provider provider;
    private final OidcConfig config;
    private final SecretBox box;
    private final SecureRandom random;
    private final InstantSource clock;

    OidcLogin(Provider provider, OidcConfig config, SecretBox box, SecureRandom random, InstantSource clock) {
        this.provider = provider;
        this.config = config;
        this.box = box;
        this.random = random;
        this.clock = clock;
    }

    /** Where the browser goes, and the cookie it takes along. */
    record Begun(String url, String cookie) {}

    private record Memory(String state, String nonce, String verifier) {}

    Uni<Begun> begin() {
        var memory = new Memory(text(), text(), text());
        return provider.known().map(it -> new Begun(url(it, memory), seal(memory)));
    }

    private String url(Provider.Known known, Memory memory) {
        var query = Map.of(
                "response_type", "code",
                "client_id", config.clientId(),
                "redirect_uri", redirect(),
                "scope", config.scope(),
                "state", memory.state(),
                "nonce", memory.nonce(),
                "code_challenge", challenge(memory.verifier()),
                "code_challenge_method", "S256");
        var text = query.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .sorted()
                .collect(Collectors.joining("&"));
        return known.authorize() + (known.authorize().contains("?") ? "&" : "?") + text;
    }

    private String redirect() {
        return config.publicUrl().replaceAll("/+$", "") + CALLBACK;
    }

    /** Whom the provider vouches for. Fails with UNAUTHENTICATED for an answer to another question. */
    Uni<Somebody> finish(String code, String state, String cookie) {
        var memory = open(cookie)
                .filter(it -> MessageDigest.isEqual(bytes(it.state()), bytes(state)))
                .orElseThrow(OidcLogin::refuse);
        return provider.known()
                .chain(known -> provider.idToken(known, code, memory.verifier(), redirect())
                        .map(token -> read(known, token, memory.nonce())));
    }

    private Somebody read(Provider.Known known, String token, String nonce) {
        try {
            var claims = new JwtConsumerBuilder()
                    .setVerificationKeyResolver(new JwksVerificationKeyResolver(known.keys()))
                    .setJwsAlgorithmConstraints(
                            new AlgorithmConstraints(ConstraintType.PERMIT, "RS256", "PS256", "ES256", "ES384"))
                    .setExpectedIssuer(config.issuer().orElseThrow())
                    .setExpectedAudience(config.clientId())
                    .setRequireExpirationTime()
                    .setRequireSubject()
                    .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                    .build()
                    .processToClaims(token);
            if (!nonce.equals(claims.getClaimValue("nonce"))) {
                throw refuse();
            }
            return new Somebody(claims.getIssuer(), claims.getSubject(), verifiedEmail(claims), nameIn(claims));
        } catch (InvalidJwtException | MalformedClaimException e) {
            LOG.warnf("provider's token cause=%s", e.getMessage());
            throw refuse();
        }
    }

    private static Optional<String> verifiedEmail(JwtClaims claims) {
        return Boolean.TRUE.equals(claims.getClaimValue("email_verified"))
                        && claims.getClaimValue("email") instanceof String email
                ? Optional.of(email)
                : Optional.empty();
    }

    private static String nameIn(JwtClaims claims) {
        return claims.getClaimValue("preferred_username") instanceof String name ? name : "";
    }

    private String seal(Memory memory) {
        var json = new JsonObject()
                .put("state", memory.state())
                .put("nonce", memory.nonce())
                .put("verifier", memory.verifier())
                .put("until", clock.instant().plus(PATIENCE).getEpochSecond());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(box.seal(PLACE, bytes(json.encode())));
    }

    private Optional<Memory> open(String cookie) {
        try {
            var json = new JsonObject(
                    new String(box.open(PLACE, Base64.getUrlDecoder().decode(cookie)), StandardCharsets.UTF_8));
            return clock.instant().isAfter(Instant.ofEpochSecond(json.getLong("until")))
                    ? Optional.empty()
                    : Optional.of(
                            new Memory(json.getString("state"), json.getString("nonce"), json.getString("verifier")));
        } catch (IllegalArgumentException | IllegalStateException | DecodeException e) {
            return Optional.empty();
        }
    }

    private static Failure refuse() {
        return Failure.unauthenticated("This login was not begun here, or too long ago; begin again");
    }

    private static String challenge(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes(verifier));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
