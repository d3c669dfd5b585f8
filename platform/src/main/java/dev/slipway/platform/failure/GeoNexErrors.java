package dev.slipway.platform.failure;

import java.util.LinkedHashMap;
import java.util.Map;

/** One envelope for all answers, with a numbered error. */
final class GeoNexErrors implements WireErrors {
    @Override
    public boolean speaks(String path) {
        return Paths.under(
                path,
                "/start-runner",
                "/restart-runner",
                "/stop-runner",
                "/delete-runner",
                "/describe-images",
                "/describe-containers",
                "/describe-runner-containers",
                "/describe-users",
                "/register-user",
                "/send-email",
                "/get-s3-usage",
                "/geonex");
    }

    @Override
    public Map<String, Object> body(Failure failure, String method, String path, String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("status", "error");
        body.put("code", code(failure));
        body.put("error", name(failure));
        body.put("message", failure.sentence());
        body.put("request_id", requestId);
        return body;
    }

    /** The numbers of the GeoNEX table; what it does not number is 1000 and named by us. */
    private static int code(Failure failure) {
        if (isMissing(failure)) {
            return 1001;
        }
        if (isTakenName(failure)) {
            return 1017;
        }
        return switch (failure.kind()) {
            case INVALID -> 1002;
            case UNAUTHENTICATED -> 1003;
            case FORBIDDEN -> 1004;
            case CONFLICT -> 1009;
            case REFUSED -> 1011;
            case EXHAUSTED -> 1016;
            case NOT_FOUND, NOT_ALLOWED, TOO_LARGE, UNAVAILABLE, BAD_GATEWAY, GATEWAY_TIMEOUT, NOT_BUILT, INTERNAL ->
                1000;
        };
    }

    private static boolean isMissing(Failure failure) {
        return failure.reason().equals("missing_parameter");
    }

    private static boolean isTakenName(Failure failure) {
        return failure.kind() == Failure.Kind.CONFLICT && failure.reason().startsWith("account.");
    }

    private static String name(Failure failure) {
        if (isMissing(failure)) {
            return "missing_parameter";
        }
        if (isTakenName(failure)) {
            return "user_exists";
        }
        return switch (failure.kind()) {
            case INVALID -> "invalid_parameter";
            case UNAUTHENTICATED -> "unauthenticated";
            case FORBIDDEN -> "forbidden";
            case CONFLICT -> "runner_conflict";
            case REFUSED -> "quota_exceeded";
            case EXHAUSTED -> "rate_limited";
            case NOT_FOUND, NOT_ALLOWED, TOO_LARGE, UNAVAILABLE, BAD_GATEWAY, GATEWAY_TIMEOUT, NOT_BUILT, INTERNAL ->
                failure.reason().replace('.', '_');
        };
    }
}
