package dev.slipway.platform.identity;

/** Members of our tokens beside those of RFC 7519. */
public final class Claims {
    /** Strings: {@code user}, {@code admin}, {@code service}. */
    public static final String GROUPS = "groups";
    /** Strings: the projects the account is a member of. */
    public static final String PROJECTS = "projects";
    /** A number: the account's version when the token was made. */
    public static final String VERSION = "ver";

    private Claims() {}
}
