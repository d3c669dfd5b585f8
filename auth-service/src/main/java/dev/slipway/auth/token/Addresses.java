package dev.slipway.auth.token;

import io.vertx.core.http.HttpServerRequest;

/** Where a request comes from: what the gateway says, which overwrites whatever its callers claim. */
public final class Addresses {
    private Addresses() {}

    /** The caller's address as text. */
    public static String of(HttpServerRequest request) {
        var told = request.getHeader("X-Forwarded-For");
        if (told != null && !told.isBlank()) {
            return told.substring(told.lastIndexOf(',') + 1).strip();
        }
        var remote = request.remoteAddress();
        return remote == null ? "unknown" : remote.hostAddress();
    }
}
