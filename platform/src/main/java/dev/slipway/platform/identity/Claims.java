package dev.slipway.platform.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Members of our tokens beside those of RFC 7519. */
public final class Claims {
    /** Strings: {@code user}, {@code admin}, {@code service}. */
    public static final String GROUPS = "groups";
    /** Strings: the projects the account is a member of. */
    public static final String PROJECTS = "projects";
    /** A number: the account's version when the token was made. */
    public static final String VERSION = "ver";

    /** A number: when the account the token was made of last changed; see {@link #changed}. */
    public static final String CHANGED = "chg";
    /** A text, absent for everything: what a token made from a named key may do, see {@link Scope}. */
    public static final String SCOPE = "scope";
    /** A text: which named key or session it was made from; it dies with it. */
    public static final String KEY = "key";
    /** Who issues the suite's tokens. */
    public static final String ISSUER = "slipway";
    /** Who issues tokens that are good on Grid's paths only. */
    public static final String GRID_ISSUER = "slipway-grid";

    private Claims() {}

    /** Microseconds since 1970. */
    public static long changed(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
