package dev.slipway.platform.identity;

import io.quarkus.smallrye.jwt.runtime.auth.MpJwtValidator;
import io.quarkus.smallrye.jwt.runtime.auth.SmallRyeJwtConfig;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.util.Optional;

/** Quarkus' own, as it is where keys are read over HTTP: it asks for a thread that may wait. */
final class Validators {
    private Validators() {}

    static MpJwtValidator of(JWTAuthContextInfo configured, SharedTokens tokens) {
        var config = new SmallRyeJwtConfig() {
            @Override
            public Optional<Boolean> blockingAuthentication() {
                return Optional.empty();
            }

            @Override
            public boolean silent() {
                return false;
            }

            @Override
            public int priority() {
                return 0;
            }
        };
        return new MpJwtValidator(
                new DefaultJWTParser(configured, tokens), config, configured.getPublicKeyLocation(), "NONE");
    }
}
