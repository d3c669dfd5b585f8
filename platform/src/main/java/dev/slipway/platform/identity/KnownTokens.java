package dev.slipway.platform.identity;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.MpJwtValidator;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Tokens whose signature was checked of late are looked at where the request is. For the others there is a thread that may wait
 * for keys and compute; to go there and back costs each request more than all else that its token needs.
 */
@ApplicationScoped
class KnownTokens implements IdentityProvider<TokenAuthenticationRequest> {
    private static final AuthenticationRequestContext HERE = Uni.createFrom()::item;

    private final MpJwtValidator validator;
    private final SharedTokens tokens;

    KnownTokens(MpJwtValidator validator, SharedTokens tokens) {
        this.validator = validator;
        this.tokens = tokens;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    /** Before the validator itself, which has that of most. */
    @Override
    public int priority() {
        return IdentityProvider.super.priority() + 1;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext elsewhere) {
        return validator.authenticate(request, tokens.isKnown(request.getToken().getToken()) ? HERE : elsewhere);
    }
}
