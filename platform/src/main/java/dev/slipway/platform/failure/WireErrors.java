package dev.slipway.platform.failure;

import java.util.Map;

/** How one dialect words a failure. */
interface WireErrors {
    /** Whether a request for {@code path} speaks this dialect. */
    boolean speaks(String path);

    /** The HTTP status of the answer. */
    default int status(Failure failure) {
        return switch (failure.kind()) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case NOT_ALLOWED -> 405;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case REFUSED -> 422;
            case EXHAUSTED -> 429;
            case INTERNAL -> 500;
            case NOT_BUILT -> 501;
            case BAD_GATEWAY -> 502;
            case UNAVAILABLE -> 503;
            case GATEWAY_TIMEOUT -> 504;
        };
    }

    /** The JSON body, members in their order. */
    Map<String, Object> body(Failure failure, String method, String path, String requestId);

    /** The exact value of the content type header. */
    default String contentType() {
        return "application/json";
    }
}
