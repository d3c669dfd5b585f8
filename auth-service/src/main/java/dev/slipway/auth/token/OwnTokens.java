package dev.slipway.auth.token;

import dev.slipway.platform.identity.Claims;
import dev.slipway.platform.identity.TokenHeader;
import dev.slipway.platform.identity.VerifiedTokens;
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

/** Checks tokens with the keys at hand: this service need not ask itself for its own public keys. */
@ApplicationScoped
@Alternative
@Priority(2) // before platform's, which would ask this very service for its keys
class OwnTokens extends JWTCallerPrincipalFactory {
    private static final int SKEW_SECONDS = 10;

    private final SigningKeys keys;
    private final JWTCallerPrincipalFactory parser = new DefaultJWTCallerPrincipalFactory();
    private final VerifiedTokens verified;

    OwnTokens(SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.verified = new VerifiedTokens(clock);
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo configured) throws ParseException {
        return verified.get(token, it -> verify(it, 0));
    }

    /** One of Grid's that may have expired a while ago; nothing else of it may be wrong. */
    JWTCallerPrincipal parseGrid(String token, long expiredSeconds) throws ParseException {
        if (!TokenHeader.of(token).algorithm().equals(TokenHeader.GRID_ALGORITHM)) {
            throw new ParseException("Not a token of Grid");
        }
        return verify(token, expiredSeconds);
    }

    /** The header only chooses the key; with it one algorithm and one issuer are good. */
    private JWTCallerPrincipal verify(String token, long expiredSeconds) throws ParseException {
        var header = TokenHeader.of(token);
        var grid = header.algorithm().equals(TokenHeader.GRID_ALGORITHM);
        var purpose = grid ? KeyPurpose.GRID : KeyPurpose.TOKENS;
        var key = keys.find(purpose, header.kid()).orElseThrow(() -> new ParseException("No such key"));
        var ours = new JWTAuthContextInfo(key.publicKey(), grid ? Claims.GRID_ISSUER : Claims.ISSUER);
        ours.setSignatureAlgorithm(Set.of(purpose.algorithm()));
        ours.setTokenKeyId(key.kid());
        ours.setClockSkew(Math.max(SKEW_SECONDS, (int) expiredSeconds));
        return parser.parse(token, ours);
    }
}
