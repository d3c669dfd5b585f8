package dev.slipway.gateway.route;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.web.LoggedPath;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a service, and the answer on its way back. Both are passed on piece by piece, as fast as the
 * slower side takes them. It ends exactly once: answered, refused by us, or broken off. Lives on one event loop.
 *
 * <p>Written on Vert.x' client and not on its {@code HttpProxy}, which loses the answer of a service that refuses a body
 * before it has read it, passes on hop-by-hop headers, keeps whole answers for HTTP/1.0 callers and has no time limit that
 * spares long uploads.
 */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);

    private final Vertx vertx;
    private final Lane lane;
    private final Call call;
    private final Traffic traffic;
    private final HttpServerRequest caller;
    private final HttpServerResponse answer;
    private final long begun = System.nanoTime();

    private final long maxBody;
    private long taken;
    private long lastSign;
    private boolean spoken;
    private boolean asked;
    private boolean callerHeld;
    private boolean originHeld;
    private boolean over;
    private @Nullable HttpClientRequest sent;

    Exchange(Vertx vertx, Lane lane, Call call, Traffic traffic, long maxBody) {
        this.vertx = vertx;
        this.lane = lane;
        this.call = call;
        this.traffic = traffic;
        this.caller = call.caller();
        this.answer = caller.response();
        this.maxBody = maxBody;
    }

    void begin() {
        lane.add(this);
        sign();
        if (isTooLarge()) {
            refuse(new Failure(Kind.TOO_LARGE, "body.too_large", "body: more than %d bytes".formatted(maxBody)));
            return;
        }
        caller.pause();
        answer.exceptionHandler(_ -> callerGone());
        answer.closeHandler(_ -> callerGone());
        var origin = call.origin();
        lane.client()
                .request(new RequestOptions()
                        .setMethod(caller.method())
                        .setHost(origin.host())
                        .setPort(origin.port())
                        .setURI(call.uri()))
                .onComplete(this::connected);
    }

    private boolean isTooLarge() {
        var length = caller.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && (length.length() > 18 || Long.parseLong(length) > maxBody);
    }

    private void connected(AsyncResult<HttpClientRequest> connection) {
        if (connection.failed()) {
            originFailed(connection.cause());
            return;
        }
        var request = connection.result();
        sent = request;
        if (over) {
            request.reset();
            return;
        }
        sign();
        Headers.pass(caller, call.requestId(), request.headers());
        request.exceptionHandler(this::originFailed);
        if (Headers.askForWebSocket(caller.headers())) {
            Tunnel.headers(request.headers());
            spoken = true;
            request.connect().onComplete(this::responded);
        } else {
            request.response().onComplete(this::responded);
            ask(request);
        }
    }

    /** Sends the request; its body as the caller sends it. */
    private void ask(HttpClientRequest request) {
        var headers = caller.headers();
        if (!Headers.announceBody(headers)) {
            spoken = true;
            asked = true;
            request.end();
            caller.resume();
            return;
        }
        if (headers.contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            answer.writeContinue();
        }
        request.setChunked(!headers.contains(HttpHeaders.CONTENT_LENGTH));
        request.drainHandler(_ -> letCallerSend());
        caller.exceptionHandler(_ -> callerGone());
        caller.endHandler(_ -> {
            spoken = true;
            asked = true;
            request.end();
        });
        caller.handler(chunk -> passRequest(request, chunk));
        caller.resume();
    }

    private void passRequest(HttpClientRequest request, Buffer chunk) {
        if (over) {
            return;
        }
        sign();
        taken += chunk.length();
        if (taken > maxBody) {
            refuse(new Failure(Kind.TOO_LARGE, "body.too_large", "body: more than %d bytes".formatted(maxBody)));
            return;
        }
        spoken = true;
        request.write(chunk);
        if (request.writeQueueFull()) {
            callerHeld = true;
            caller.pause();
        }
    }

    private void letCallerSend() {
        sign();
        if (callerHeld) {
            callerHeld = false;
            caller.resume();
        }
    }

    private void responded(AsyncResult<HttpClientResponse> result) {
        if (result.failed()) {
            originFailed(result.cause());
            return;
        }
        if (over) {
            return;
        }
        sign();
        var response = result.result();
        answer.setStatusCode(response.statusCode()).setStatusMessage(response.statusMessage());
        Headers.answer(response.headers(), call.requestId(), answer.headers());
        if (response.statusCode() == 101) {
            tunnel(response);
            return;
        }
        if (!asked) {
            // It has heard enough. Callers that look see that they may stop sending.
            answer.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        frame(response);
        response.exceptionHandler(this::originFailed);
        response.endHandler(_ -> answered());
        response.handler(chunk -> passAnswer(response, chunk));
    }

    /** How the caller will know where the body ends. */
    private void frame(HttpClientResponse response) {
        var status = response.statusCode();
        var hasBody = !caller.method().equals(HttpMethod.HEAD) && status != 204 && status != 304;
        if (hasBody && !answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            answer.setChunked(true);
            var type = response.getHeader(HttpHeaders.CONTENT_TYPE);
            if (type != null && type.startsWith("text/event-stream")) {
                // Listeners want to know that they are connected before there is something to hear.
                answer.write(Buffer.buffer());
            }
        }
        answer.drainHandler(_ -> letOriginSend(response));
    }

    private void passAnswer(HttpClientResponse response, Buffer chunk) {
        if (over) {
            return;
        }
        sign();
        answer.write(chunk);
        if (answer.writeQueueFull()) {
            originHeld = true;
            response.pause();
        }
    }

    private void letOriginSend(HttpClientResponse response) {
        sign();
        if (originHeld) {
            originHeld = false;
            response.resume();
        }
    }

    private void answered() {
        if (over) {
            return;
        }
        end();
        var closeDelimited =
                caller.version() == HttpVersion.HTTP_1_0 && !answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
        var done = answer.end();
        if (!asked) {
            abandon();
            Drain.rest(vertx, caller);
        } else if (closeDelimited) {
            done.onComplete(_ -> caller.connection().close());
        }
    }

    private void tunnel(HttpClientResponse response) {
        end();
        new Tunnel(caller, response).open();
    }

    private void originFailed(Throwable cause) {
        if (!over) {
            LOG.warnf(
                    "no answer service=%s method=%s path=%s request=%s cause=%s",
                    call.origin().service().title(),
                    caller.method(),
                    LoggedPath.of(call.path()),
                    call.requestId(),
                    cause);
            refuse(new Failure(
                    Kind.BAD_GATEWAY, "bad_gateway", call.origin().service().title() + " does not answer; try again"));
        }
    }

    /** Called at each tick of the lane. */
    void look() {
        if (originHeld || !lane.isSilence(lastSign)) {
            return;
        }
        if (!asked && !callerHeld && sent != null) {
            refuse(Failure.invalid("body", "stopped arriving"));
            return;
        }
        var title = call.origin().service().title();
        LOG.warnf(
                "silent service=%s method=%s path=%s request=%s",
                title, caller.method(), LoggedPath.of(call.path()), call.requestId());
        refuse(new Failure(Kind.GATEWAY_TIMEOUT, "gateway_timeout", title + " did not answer in time"));
    }

    /** An answer of our own, or, when the service's has begun already, the end of the connection: all a caller can notice. */
    private void refuse(Failure failure) {
        var begun = answer.headWritten();
        if (!begun) {
            Refusal.send(vertx, caller, call.path(), call.requestId(), failure);
        }
        end();
        abandon();
        if (begun) {
            Cut.off(caller.connection());
        }
    }

    private void callerGone() {
        if (!over) {
            end();
            abandon();
        }
    }

    /** The service need not go on. A connection on which nothing was said yet can serve another request. */
    private void abandon() {
        if (sent != null) {
            if (spoken) {
                Cut.reset(sent.connection());
            } else {
                sent.reset();
            }
        }
    }

    private void end() {
        over = true;
        lane.remove(this);
        traffic.count(call.origin().service(), answer.getStatusCode(), System.nanoTime() - begun);
    }

    private void sign() {
        lastSign = lane.now();
    }
}
