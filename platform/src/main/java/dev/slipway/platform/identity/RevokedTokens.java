package dev.slipway.platform.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonNumber;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Refuses tokens that were good when they were made: key regenerated, account disabled or gone. */
@ApplicationScoped
class RevokedTokens implements SecurityIdentityAugmentor {
    private final KnownAccounts accounts;

    RevokedTokens(KnownAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || identity.hasRole(Caller.SERVICE)) {
            return Uni.createFrom().item(identity);
        }
        return accounts.accepts(identity.getPrincipal().getName(), versionOf(identity))
                ? Uni.createFrom().item(identity)
                : Uni.createFrom().failure(new AuthenticationFailedException("revoked"));
    }

    /** A token without a version is older than any. */
    private static long versionOf(SecurityIdentity identity) {
        Object version = identity.getPrincipal() instanceof JsonWebToken token ? token.getClaim(Claims.VERSION) : null;
        return switch (version) {
            case JsonNumber number -> number.longValue();
            case Number number -> number.longValue();
            case null, default -> -1;
        };
    }
}
