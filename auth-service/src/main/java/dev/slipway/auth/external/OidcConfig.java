package dev.slipway.auth.external;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The provider people may log in with, and what becomes of those without an account. */
@ConfigMapping(prefix = "slipway.auth.oidc")
public interface OidcConfig {
    /** Its issuer, exactly as in its tokens; {@code <issuer>/.well-known/openid-configuration} describes it. */
    Optional<String> issuer();

    @WithDefault("slipway")
    String clientId();

    Optional<String> clientSecret();

    /** What is asked for; {@code email} must be in it for accounts to be found. */
    @WithDefault("openid email profile")
    String scope();

    /** The gateway's address as browsers know it. */
    String publicUrl();

    /** The account under whose numbers guests run; without it nobody becomes a guest. */
    Optional<String> guestBind();
}
