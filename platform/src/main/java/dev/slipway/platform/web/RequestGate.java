package dev.slipway.platform.web;

import dev.slipway.platform.failure.Answers;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;

/** The first and last thing that happens to a request: its id, its size, routes not built, the exact content type. */
class RequestGate {
    private static final String JSON = "application/json";
    private static final String GODOCKER_JSON = "application/json; charset=UTF-8";

    /** How long the rest of a refused body may still come. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final WebConfig config;
    private final List<RoutePattern> notBuilt;

    RequestGate(WebConfig config) {
        this.config = config;
        this.notBuilt = config.notBuilt().orElse(List.of()).stream()
                .map(RoutePattern::parse)
                .toList();
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, 1000);
    }

    private void enter(RoutingContext request) {
        var id = RequestIds.of(request);
        var path = request.normalizedPath();
        request.response().putHeader(RequestIds.HEADER, id);
        if (path.startsWith("/api/1.0/") || path.startsWith("/admin/maintenance")) {
            request.addHeadersEndHandler(_ -> exactContentType(request));
        }
        var method = request.request().method().name();
        if (notBuilt.stream().anyMatch(route -> route.matches(method, path))) {
            refuse(request, Failure.notBuilt(method + " " + path));
        } else if (tooLarge(request, path)) {
            refuse(
                    request,
                    new Failure(
                            Kind.TOO_LARGE,
                            "body.too_large",
                            "body: more than the %d bytes this path takes".formatted(bound(path))));
        } else {
            request.next();
        }
    }

    /** GO-Docker's file client tells listings from files by comparing this header as text. */
    private static void exactContentType(RoutingContext request) {
        var headers = request.response().headers();
        var type = headers.get("Content-Type");
        if (type != null && type.startsWith(JSON)) {
            headers.set("Content-Type", GODOCKER_JSON);
        }
    }

    private boolean tooLarge(RoutingContext request, String path) {
        var length = request.request().getHeader("Content-Length");
        try {
            return length != null
                    && Long.parseLong(length) > bound(path)
                    && config.unlimited().orElse(List.of()).stream().noneMatch(path::startsWith);
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private long bound(String path) {
        return config.bounds().getOrDefault(path, config.maxBody());
    }

    private static void refuse(RoutingContext request, Failure failure) {
        var answer = Answers.to(
                failure, request.request().method().name(), request.normalizedPath(), RequestIds.of(request));
        var response =
                request.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
        if (failure.kind() == Kind.TOO_LARGE && request.request().version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
            response.end(answer.body()).onComplete(_ -> close(request));
        } else {
            response.end(answer.body());
        }
    }

    /**
     * Ends a connection whose request is refused before its body has come. What comes of it is dropped for a while: closed
     * at once, the client's unread bytes would reset the connection, and with it the answer it has not read yet.
     */
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
