package dev.slipway.platform.identity;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.InstantSource;

/** Checks a token with the keys auth-service publishes, and its signature once. */
@ApplicationScoped
@Alternative
@Priority(1)
class SharedTokens extends JWTCallerPrincipalFactory {
    private final JWTCallerPrincipalFactory parser = new DefaultJWTCallerPrincipalFactory();
    private final VerifiedTokens verified = new VerifiedTokens(InstantSource.system());

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo configured) throws ParseException {
        return verified.get(token, it -> parser.parse(it, configured));
    }
}
