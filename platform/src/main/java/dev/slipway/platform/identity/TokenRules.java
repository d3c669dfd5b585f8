package dev.slipway.platform.identity;

import dev.slipway.platform.failure.GridPaths;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Where a token is good whose signature is: its audience, Grid's paths, its scope. */
final class TokenRules {
    private TokenRules() {}

    /**
     * Goes on only where the token may be used.
     *
     * @throws AuthenticationFailedException for a token meant for others or for other paths
     * @throws ForbiddenException for what is beyond its scope
     */
    static void check(JsonWebToken token, String method, String path, String organisation) {
        var grid = Claims.GRID_ISSUER.equals(token.getIssuer());
        var audience = token.getAudience();
        if (audience != null
                && !audience.isEmpty()
                && !audience.contains(Claims.ISSUER)
                && !(grid && audience.contains(organisation))) {
            throw new AuthenticationFailedException("for another audience");
        }
        if (grid) {
            checkGrid(token, path, organisation);
        } else if (!ScopeRules.allow(scopeOf(token), method, path)) {
            throw new ForbiddenException("beyond the scope of this key");
        }
    }

    private static void checkGrid(JsonWebToken token, String path, String organisation) {
        if (!GridPaths.contain(path)) {
            throw new AuthenticationFailedException("a token for Grid's paths");
        }
        var isMember = texts(token.getClaim(Claims.SCOPE)).contains("user:memberof:" + organisation);
        if (!isMember && !organisation.equals(text(token.getClaim("azp")))) {
            throw new ForbiddenException("not a member of " + organisation);
        }
    }

    /** Nothing said is everything; what nobody knows is the least. */
    static Scope scopeOf(JsonWebToken token) {
        var scope = text(token.getClaim(Claims.SCOPE));
        return scope == null || Claims.GRID_ISSUER.equals(token.getIssuer())
                ? Scope.ALL
                : Scope.of(scope).orElse(Scope.READ);
    }

    /** A text, however the parser gives it. */
    static @Nullable String text(@Nullable Object claim) {
        return switch (claim) {
            case null -> null;
            case JsonString it -> it.getString();
            default -> claim.toString();
        };
    }

    private static List<String> texts(@Nullable Object claim) {
        var found = new ArrayList<String>();
        if (claim instanceof JsonArray array) {
            array.forEach(it -> found.add(it instanceof JsonString text ? text.getString() : it.toString()));
        } else if (claim instanceof Collection<?> list) {
            list.forEach(it -> found.add(String.valueOf(it)));
        }
        return found;
    }
}
