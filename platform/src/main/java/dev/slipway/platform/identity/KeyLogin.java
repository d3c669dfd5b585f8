package dev.slipway.platform.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests that come with an API key: {@code X-API-Key}, or {@code Authorization: Basic} with a login and a key. The key is
 * exchanged for a token, and that one is looked at as any other. A bearer token beside it comes first.
 */
@ApplicationScoped
class KeyLogin implements HttpAuthenticationMechanism {
    private static final int LONGEST = 512;

    private final KeyTokens tokens;

    KeyLogin(KeyTokens tokens) {
        this.tokens = tokens;
    }

    private record Shown(Optional<String> login, String key) {}

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        return Uni.createFrom().deferred(() -> authenticate(shown(context.request()), context, manager));
    }

    private Uni<SecurityIdentity> authenticate(
            @Nullable Shown shown, RoutingContext context, IdentityProviderManager manager) {
        return shown == null
                ? Uni.createFrom().nullItem()
                : tokens.of(shown.login(), shown.key())
                        .map(found -> found.orElseThrow(() -> new AuthenticationFailedException("unknown key")))
                        .chain(token -> manager.authenticate(HttpSecurityUtils.setRoutingContextAttribute(
                                new TokenAuthenticationRequest(new JsonWebTokenCredential(token)), context)))
                        .onFailure(AuthenticationFailedException.class)
                        .invoke(() -> tokens.forget(shown.login(), shown.key()));
    }

    private static @Nullable Shown shown(HttpServerRequest request) {
        var authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return basic(authorization.substring(6).strip());
        }
        var key = request.getHeader("X-API-Key");
        return authorization == null && key != null ? shown(Optional.empty(), key) : null;
    }

    private static Shown basic(String encoded) {
        try {
            var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            if (colon > 0) {
                return shown(Optional.of(pair.substring(0, colon)), pair.substring(colon + 1));
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new AuthenticationFailedException("malformed");
    }

    private static Shown shown(Optional<String> login, String key) {
        if (key.length() > LONGEST || login.orElse("").length() > LONGEST) {
            throw new AuthenticationFailedException("too long");
        }
        return new Shown(login, key);
    }

    /** The bearer mechanism's is the one that is sent. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    /** After the bearer tokens. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY - 1;
    }
}
