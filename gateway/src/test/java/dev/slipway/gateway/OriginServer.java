package dev.slipway.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A service whose behaviour is in the path: the last segment says what it does. */
final class OriginServer {
    private static final int PIECE = 64 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, HttpServerResponse> listeners = new ConcurrentHashMap<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong abandoned = new AtomicLong();
    private final HttpServer server =
            vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));

    int start() throws Exception {
        server.requestHandler(this::answer).webSocketHandler(OriginServer::echo);
        return server.listen().toCompletionStage().toCompletableFuture().get().actualPort();
    }

    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private void answer(HttpServerRequest request) {
        var path = request.path();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "bytes" -> new Bytes(request, Long.parseLong(request.getParam("n"))).write();
            case "count" -> count(request);
            case "written" -> request.response().end(written + "");
            case "abandoned" -> request.response().end(abandoned + "");
            case "refuse" -> refuse(request);
            case "events" -> listen(request);
            case "tell" -> {
                listeners.get(request.getParam("to")).write("data: " + request.getParam("text") + "\n\n");
                request.response().end();
            }
            case "silent" -> request.response().closeHandler(_ -> abandoned.incrementAndGet());
            case "half" -> request.response().putHeader("Content-Length", "10").write("half ");
            case "hang-up" -> request.connection().close();
            case "nothing" -> request.response().setStatusCode(204).end();
            case "unchanged" ->
                request.response().setStatusCode(304).putHeader("ETag", "\"x\"").end();
            case "hops" ->
                request.response()
                        .putHeader("Connection", "close, X-Mine")
                        .putHeader("Keep-Alive", "timeout=7")
                        .putHeader("X-Mine", "1")
                        .putHeader("X-Yours", "2")
                        .putHeader("X-Request-Id", "not-asked")
                        .end("hops");
            default -> echo(request);
        }
    }

    /** What arrived here, as JSON. */
    private static void echo(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var headers = new JsonObject();
            request.headers().forEach(it -> headers.put(it.getKey().toLowerCase(Locale.ROOT), it.getValue()));
            request.response()
                    .putHeader("Content-Type", "application/json; charset=UTF-8")
                    .end(new JsonObject()
                            .put("method", request.method().name())
                            .put("uri", request.uri())
                            .put("headers", headers)
                            .put("body", body.toString())
                            .encode());
        });
    }

    private static void count(HttpServerRequest request) {
        var bytes = new AtomicLong();
        request.handler(chunk -> bytes.addAndGet(chunk.length()));
        request.endHandler(_ -> request.response().end(bytes + ""));
    }

    /** Answers at once and never reads the body, but keeps the connection, as a Quarkus service does. */
    private static void refuse(HttpServerRequest request) {
        request.pause();
        request.response()
                .setStatusCode(413)
                .putHeader("Content-Type", "application/json; charset=UTF-8")
                .end("{\"msg\":\"too large\",\"id\":null}");
    }

    private void listen(HttpServerRequest request) {
        var response = request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.closeHandler(_ -> abandoned.incrementAndGet());
        listeners.put(request.getParam("as"), response);
        response.write(Buffer.buffer());
    }

    private static void echo(ServerWebSocket socket) {
        socket.textMessageHandler(text -> socket.writeTextMessage(socket.path() + " " + text));
    }

    /** So many bytes, as fast as the reader takes them. */
    private final class Bytes {
        private final HttpServerResponse response;
        private long left;

        Bytes(HttpServerRequest request, long size) {
            this.response = request.response();
            this.left = size;
            if (request.getParam("chunked") == null) {
                response.putHeader("Content-Length", Long.toString(size));
            } else {
                response.setChunked(true);
            }
            response.putHeader("Content-Type", "application/octet-stream");
            response.drainHandler(_ -> write());
        }

        void write() {
            while (left > 0 && !response.writeQueueFull()) {
                var piece = (int) Math.min(PIECE, left);
                left -= piece;
                written.addAndGet(piece);
                response.write(Buffer.buffer(new byte[piece]));
            }
            if (left == 0 && !response.ended()) {
                response.end();
            }
        }
    }
}
