package dev.slipway.platform.identity;

import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tokens whose signature was good a moment ago. Checking an ES256 signature takes about two milliseconds of a small process
 * and its result never changes, while people and services show the same token again and again. What does change is
 * checked every time: here whether it has expired, in {@code RevokedTokens} whether it was revoked. The signature is checked
 * again after some minutes, because a signing key may be retired before the last of its tokens has expired.
 */
public final class VerifiedTokens {
    private static final int MOST = 2000;
    private static final Duration AGAIN = Duration.ofMinutes(5);
    /** From when it is said to be known until it is looked up. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final ConcurrentMap<String, Seen> verified = new ConcurrentHashMap<>();

    /** Remembers nothing yet. */
    public VerifiedTokens(InstantSource clock) {
        this.clock = clock;
    }

    private record Seen(JWTCallerPrincipal principal, Instant at) {
        boolean isGood(Instant now) {
            return Instant.ofEpochSecond(principal.getExpirationTime()).isAfter(now)
                    && at.plus(AGAIN).isAfter(now);
        }
    }

    /** Checks a signature and all else that never changes. */
    @FunctionalInterface
    public interface Check {
        JWTCallerPrincipal verify(String token) throws ParseException;
    }

    /** Whether it was checked of late, and need not be again at once. */
    public boolean has(String token) {
        var known = verified.get(token);
        return known != null && known.isGood(clock.instant().plus(SOON));
    }

    /** Who the token names; only a token not seen of late is given to {@code check}. What it refuses is not remembered. */
    public JWTCallerPrincipal get(String token, Check check) throws ParseException {
        var now = clock.instant();
        var known = verified.get(token);
        if (known != null && known.isGood(now)) {
            return known.principal();
        }
        var principal = check.verify(token);
        if (verified.size() >= MOST) {
            verified.clear();
        }
        verified.put(token, new Seen(principal, now));
        return principal;
    }
}
