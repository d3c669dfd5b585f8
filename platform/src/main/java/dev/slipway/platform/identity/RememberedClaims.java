package dev.slipway.platform.identity;

import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A principal that looks up each claim once. The parser makes an exception, with its stack, for each look at a claim whose name
 * is not one of the standard's: some percent of all that a submit costs.
 */
final class RememberedClaims extends JWTCallerPrincipal {
    private final JWTCallerPrincipal parsed;
    private final ConcurrentMap<String, Optional<Object>> claims = new ConcurrentHashMap<>();

    RememberedClaims(JWTCallerPrincipal parsed) {
        super(parsed.getRawToken(), "JWT");
        this.parsed = parsed;
    }

    @Override
    protected Collection<String> doGetClaimNames() {
        return parsed.getClaimNames();
    }

    @Override
    protected @Nullable Object getClaimValue(String name) {
        return claims.computeIfAbsent(name, it -> Optional.ofNullable(parsed.getClaim(it)))
                .orElse(null);
    }
}
