package dev.slipway.auth.app;

import dev.slipway.platform.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;

/** Reads what an application asks: a JSON Web Token of HS256 with the claim {@code app_token}. */
@ApplicationScoped
class AppQuestion {
    private static final int SHORTEST_SECRET = 32;

    private final Optional<JwtConsumer> consumer;

    AppQuestion(AppConfig config) {
        this.consumer = config.sharedSecret().map(AppQuestion::consumer);
    }

    private static JwtConsumer consumer(String secret) {
        if (secret.length() < SHORTEST_SECRET) {
            throw new IllegalStateException("SLIPWAY_APP_SECRET must have at least 32 characters");
        }
        return new JwtConsumerBuilder()
                .setVerificationKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)))
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, "HS256"))
                .setSkipDefaultAudienceValidation()
                .build();
    }

    /** The token it asks about. Fails with UNAUTHENTICATED when no application of ours asks. */
    String tokenIn(String jwt) {
        try {
            var claims = consumer.orElseThrow(AppQuestion::refuse).processToClaims(jwt);
            return Optional.ofNullable(claims.getStringClaimValue("app_token")).orElse("");
        } catch (InvalidJwtException | MalformedClaimException e) {
            throw refuse();
        }
    }

    private static Failure refuse() {
        return Failure.unauthenticated("Not signed with the applications' secret");
    }
}
