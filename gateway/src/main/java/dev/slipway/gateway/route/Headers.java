package dev.slipway.gateway.route;

import dev.slipway.platform.web.RequestIds;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** What of the headers is passed on. */
final class Headers {
    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestIds.HEADER);
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");

    /** They speak of one connection, not of the message (RFC 9110, 7.6.1). */
    private static final List<CharSequence> HOP_BY_HOP = optimized(
            "Connection",
            "Keep-Alive",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade");
    /** Said by us or by nobody. {@code Expect} is met here: see {@link Exchange}. */
    private static final List<CharSequence> OURS = optimized(
            "Host", "Expect", "Forwarded", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Real-IP");

    private Headers() {}

    /** What a service is told: the caller's own headers, and who the caller is. */
    static void pass(HttpServerRequest caller, String requestId, MultiMap to) {
        var from = caller.headers();
        to.setAll(from);
        dropHopByHop(from, to);
        OURS.forEach(to::remove);
        to.set(REQUEST_ID, requestId);
        to.set(FORWARDED_FOR, caller.remoteAddress().hostAddress());
        to.set(FORWARDED_PROTO, caller.isSSL() ? "https" : "http");
        var host = from.get(HttpHeaders.HOST);
        if (host == null) {
            to.remove(FORWARDED_HOST);
        } else {
            to.set(FORWARDED_HOST, host);
        }
    }

    /** What the caller is told. */
    static void answer(MultiMap from, String requestId, MultiMap to) {
        to.setAll(from);
        dropHopByHop(from, to);
        to.set(REQUEST_ID, requestId);
    }

    /** Whether a message with these headers has a body. */
    static boolean announceBody(MultiMap headers) {
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            return true;
        }
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }

    static boolean askForWebSocket(MultiMap headers) {
        return headers.contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)
                && headers.contains(HttpHeaders.CONNECTION)
                && headers.getAll(HttpHeaders.CONNECTION).stream()
                        .flatMap(it -> List.of(it.split(",")).stream())
                        .anyMatch(it -> it.trim().equalsIgnoreCase("upgrade"));
    }

    private static void dropHopByHop(MultiMap from, MultiMap to) {
        var connection = from.get(HttpHeaders.CONNECTION);
        if (connection != null && !connection.equalsIgnoreCase("keep-alive") && !connection.equalsIgnoreCase("close")) {
            for (var line : from.getAll(HttpHeaders.CONNECTION)) {
                for (var name : line.split(",")) {
                    dropNamed(name.trim(), to);
                }
            }
        }
        HOP_BY_HOP.forEach(to::remove);
    }

    /** A sender may name more of them, but not to take away what says who it is or how long the message is. */
    private static void dropNamed(String name, MultiMap to) {
        if (!name.isEmpty() && !name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("authorization")) {
            to.remove(name);
        }
    }

    private static List<CharSequence> optimized(String... names) {
        return List.of(names).stream().map(HttpHeaders::createOptimized).toList();
    }
}
