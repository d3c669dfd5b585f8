package dev.slipway.gateway.route;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** Reads to its end what a caller still sends after the answer was given; many read no answer before they have sent all. */
final class Drain {
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final long LONGEST_MILLIS = 30_000;

    private final HttpServerRequest caller;
    private long bytes;

    private Drain(HttpServerRequest caller) {
        this.caller = caller;
    }

    /** Takes the rest, up to a limit of bytes and time; then the connection is closed. */
    static void rest(Vertx vertx, HttpServerRequest caller) {
        if (caller.isEnded()) {
            return;
        }
        if (!Headers.announceBody(caller.headers())) {
            caller.resume();
            return;
        }
        var drain = new Drain(caller);
        var deadline = vertx.setTimer(LONGEST_MILLIS, _ -> drain.close());
        caller.exceptionHandler(_ -> vertx.cancelTimer(deadline));
        caller.endHandler(_ -> vertx.cancelTimer(deadline));
        caller.handler(chunk -> drain.take(chunk.length()));
        caller.resume();
    }

    private void take(int length) {
        bytes += length;
        if (bytes > MOST_BYTES) {
            close();
        }
    }

    private void close() {
        Cut.off(caller.connection());
    }
}
