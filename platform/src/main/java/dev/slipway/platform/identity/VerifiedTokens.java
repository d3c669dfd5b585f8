package dev.slipway.platform.identity;

import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tokens whose signature was good a moment ago. Checking an ES256 signature takes about two milliseconds of a small process
 * and its result never changes, while people and services show the same token again and again. What does change is
 * checked every time: here whether it has expired, in {@code RevokedTokens} whether it was revoked.
 */
public final class VerifiedTokens {
    private static final int MOST = 2000;

    private final InstantSource clock;
    private final ConcurrentMap<String, JWTCallerPrincipal> verified = new ConcurrentHashMap<>();

    /** Remembers nothing yet. */
    public VerifiedTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Checks a signature and all else that never changes. */
    @FunctionalInterface
    public interface Check {
        JWTCallerPrincipal verify(String token) throws ParseException;
    }

    /** Who the token names; only a token not seen before is given to {@code check}. What it refuses is not remembered. */
    public JWTCallerPrincipal get(String token, Check check) throws ParseException {
        var known = verified.get(token);
        if (known != null && Instant.ofEpochSecond(known.getExpirationTime()).isAfter(clock.instant())) {
            return known;
        }
        var principal = check.verify(token);
        if (verified.size() >= MOST) {
            verified.clear();
        }
        verified.put(token, principal);
        return principal;
    }
}
