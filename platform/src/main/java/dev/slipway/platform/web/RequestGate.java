package dev.slipway.platform.web;

import dev.slipway.platform.failure.Answers;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** The first and last thing that happens to a request: its id, its size, routes not built, the exact content type. */
class RequestGate {
    private static final String JSON = "application/json";
    private static final String GODOCKER_JSON = "application/json; charset=UTF-8";

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
        // The rest of a refused body is not read: the connection cannot carry another request.
        var response = request.response();
        if (failure.kind() == Kind.TOO_LARGE) {
            response.putHeader("Connection", "close");
        }
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .end(answer.body());
    }
}
