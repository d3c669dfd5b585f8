package dev.slipway.platform.web;

import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Ends the connection of a request that is answered before its body has come. What comes of it is dropped for a while: closed
 * at once, the client's unread bytes would reset the connection, and with it the answer it has not read yet.
 */
final class Unread {
    /** How long the rest of a refused body may still come. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private Unread() {}

    static void closeAfterAnswer(RoutingContext request) {
        if (request.request().version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
            request.addEndHandler(_ -> close(request));
        }
    }

    private static void close(RoutingContext request) {
        var connection = request.request().connection();
        request.request()
                .handler(_ -> {})
                .exceptionHandler(_ -> {})
                .endHandler(_ -> connection.close())
                .resume();
        request.vertx().setTimer(LINGER.toMillis(), _ -> connection.close());
    }
}
