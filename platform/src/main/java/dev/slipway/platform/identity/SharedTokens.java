package dev.slipway.platform.identity;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.InstantSource;
import java.util.Set;

/** Checks a token with the keys auth-service publishes, and its signature once. Grid's tokens have keys of their own. */
@ApplicationScoped
@Alternative
@Priority(1)
class SharedTokens extends JWTCallerPrincipalFactory {
    private final JWTCallerPrincipalFactory parser = new DefaultJWTCallerPrincipalFactory();
    private final JWTCallerPrincipalFactory gridParser = new DefaultJWTCallerPrincipalFactory();
    private final VerifiedTokens verified = new VerifiedTokens(InstantSource.system());
    private final GridConfig grid;

    SharedTokens(GridConfig grid) {
        this.grid = grid;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo configured) throws ParseException {
        return verified.get(token, it -> new RememberedClaims(verify(it, configured)));
    }

    /** Whether {@link #parse} has nothing to compute for it, nor any key to fetch. */
    boolean isKnown(String token) {
        return verified.has(token);
    }

    private JWTCallerPrincipal verify(String token, JWTAuthContextInfo configured) throws ParseException {
        return TokenHeader.of(token).algorithm().equals(TokenHeader.GRID_ALGORITHM)
                ? gridParser.parse(token, grid(configured))
                : parser.parse(token, configured);
    }

    /** What the header says is not believed: with these keys only this algorithm and this issuer are good. */
    private JWTAuthContextInfo grid(JWTAuthContextInfo configured) {
        var info = new JWTAuthContextInfo(configured);
        info.setPublicVerificationKey(null);
        info.setPublicKeyContent(null);
        info.setPublicKeyLocation(grid.keys());
        info.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES384));
        info.setIssuedBy(Claims.GRID_ISSUER);
        return info;
    }
}
