package dev.slipway.platform.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonNumber;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Refuses tokens that were good when they were made: key regenerated, account disabled or gone. And those that are good, but
 * not for this request.
 */
@ApplicationScoped
class RevokedTokens implements SecurityIdentityAugmentor {
    private final KnownAccounts accounts;
    private final GridConfig grid;

    RevokedTokens(KnownAccounts accounts, GridConfig grid) {
        this.accounts = accounts;
        this.grid = grid;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        return Uni.createFrom().item(() -> {
            check(identity);
            return identity;
        });
    }

    private void check(SecurityIdentity identity) {
        if (!identity.hasRole(Caller.SERVICE)
                && !accounts.accepts(identity.getPrincipal().getName(), versionOf(identity))) {
            throw new AuthenticationFailedException("revoked");
        }
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            var key = TokenRules.text(token.getClaim(Claims.KEY));
            if (key != null && !accounts.acceptsKey(key)) {
                throw new AuthenticationFailedException("revoked");
            }
            var request = HttpSecurityUtils.getRoutingContextAttribute(identity);
            if (request != null) {
                TokenRules.check(
                        token, request.request().method().name(), request.normalizedPath(), grid.organisation());
            }
        }
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
