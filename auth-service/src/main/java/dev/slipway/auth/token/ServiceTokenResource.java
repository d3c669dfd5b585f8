package dev.slipway.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.ServiceConfig;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Gives the other services the tokens they show each other. Never routed by the gateway. */
@Path("/internal/service-token")
public class ServiceTokenResource {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final Tokens tokens;
    private final TokenConfig tokenConfig;
    private final ServiceConfig serviceConfig;

    ServiceTokenResource(Tokens tokens, TokenConfig tokenConfig, ServiceConfig serviceConfig) {
        this.tokens = tokens;
        this.tokenConfig = tokenConfig;
        this.serviceConfig = serviceConfig;
    }

    /** Who asks. */
    record Asked(@Nullable String service) {}

    /** A token and the seconds it lives. */
    record Given(String token, @JsonProperty("expires_in") long expiresIn) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Given give(@HeaderParam("X-Service-Secret") @Nullable String secret, @Nullable Asked asked) {
        mustKnow(secret);
        if (asked == null
                || asked.service == null
                || !NAME.matcher(asked.service).matches()) {
            throw Failure.invalid("service", "the name of a service: a-z 0-9 -");
        }
        return new Given(
                tokens.forService(asked.service), tokenConfig.serviceLife().toSeconds());
    }

    /** Compared in constant time, so that it cannot be guessed letter by letter. */
    private void mustKnow(@Nullable String secret) {
        if (secret == null || !MessageDigest.isEqual(utf8(secret), utf8(serviceConfig.secret()))) {
            throw Failure.unauthenticated("X-Service-Secret is not the secret of this suite");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
