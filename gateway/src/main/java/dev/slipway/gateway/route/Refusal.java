package dev.slipway.gateway.route;

import dev.slipway.platform.failure.Answers;
import dev.slipway.platform.failure.Failure;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Our own answers to what cannot be passed on. */
final class Refusal {
    private Refusal() {}

    /** Answers in the dialect of {@code path}. Nothing of an answer may have been sent yet. */
    static void send(Vertx vertx, HttpServerRequest caller, String path, String requestId, Failure failure) {
        var answer = Answers.to(failure, caller.method().name(), path, requestId);
        var response = caller.response();
        response.headers().clear();
        response.setChunked(false)
                .setStatusCode(answer.status())
                .setStatusMessage(HttpResponseStatus.valueOf(answer.status()).reasonPhrase())
                .putHeader(Headers.REQUEST_ID, requestId)
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
        response.end(answer.body());
        Drain.rest(vertx, caller);
    }
}
