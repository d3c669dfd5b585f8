package dev.slipway.gateway.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;

/** A connection that became a WebSocket: bytes both ways until one side closes. */
final class Tunnel {
    private final HttpServerRequest caller;
    private final HttpClientResponse response;

    Tunnel(HttpServerRequest caller, HttpClientResponse response) {
        this.caller = caller;
        this.response = response;
    }

    /** What turns a request or an answer into the handshake of a WebSocket. */
    static void headers(MultiMap headers) {
        headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        headers.set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
    }

    /** Tells the caller that the service agreed, and joins the two sockets. */
    void open() {
        headers(caller.response().headers());
        var origin = response.netSocket();
        origin.pause();
        caller.toNetSocket()
                .onSuccess(socket -> {
                    join(socket, origin);
                    join(origin, socket);
                    origin.resume();
                })
                .onFailure(_ -> origin.close());
    }

    private static void join(NetSocket from, NetSocket to) {
        from.handler(bytes -> {
            to.write(bytes);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(_ -> from.resume());
            }
        });
        from.exceptionHandler(_ -> to.close());
        from.closeHandler(_ -> to.close());
    }
}
