package dev.slipway.platform.failure;

import org.jose4j.jwt.consumer.InvalidJwtException;

/** What is wrong with a token: Grid's clients are told whether it was good once. */
final class BadToken {
    static final String EXPIRED = "token.expired";
    static final String INVALID = "token.invalid";

    private BadToken() {}

    /** A signature is checked before the time, so only a token of ours has expired. */
    static Failure of(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException jwt && jwt.hasExpired()) {
                return new Failure(Failure.Kind.UNAUTHENTICATED, EXPIRED, "The token has expired");
            }
        }
        return new Failure(Failure.Kind.UNAUTHENTICATED, INVALID, "The token is not valid");
    }
}
