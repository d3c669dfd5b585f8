package dev.slipway.auth.token;

import dev.slipway.platform.identity.VerifiedTokens;
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

/** Checks tokens with the key at hand: this service need not ask itself for its own public key. */
@ApplicationScoped
@Alternative
@Priority(2) // before platform's, which would ask this very service for its keys
class OwnTokens extends JWTCallerPrincipalFactory {
    private final SigningKeys keys;
    private final JWTCallerPrincipalFactory parser = new DefaultJWTCallerPrincipalFactory();

    private final VerifiedTokens verified;

    OwnTokens(SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.verified = new VerifiedTokens(clock);
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo configured) throws ParseException {
        return verified.get(token, this::verify);
    }

    private JWTCallerPrincipal verify(String token) throws ParseException {
        var key = keys.current();
        var ours = new JWTAuthContextInfo(key.publicKey(), Tokens.ISSUER);
        ours.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
        ours.setTokenKeyId(key.kid());
        return parser.parse(token, ours);
    }
}
