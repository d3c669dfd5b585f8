package dev.slipway.platform.web;

import dev.slipway.platform.failure.Answers;
import dev.slipway.platform.failure.Failure;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;

/** The first and last thing that happens to a request: its id, its size, routes not built, the exact content type. */
class RequestGate {
    private static final String JSON = "application/json";
    private static final String GODOCKER_JSON = "application/json; charset=UTF-8";

    /** Bytes of a body that is not worth counting. */
    private static final int SMALL = 64 * 1024;

    private final BodyBounds bounds;
    private final List<RoutePattern> notBuilt;

    RequestGate(WebConfig config, BodyBounds bounds) {
        this.bounds = bounds;
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
            return;
        }
        againstBody(request, path)
                .ifPresentOrElse(
                        failure -> {
                            Unread.closeAfterAnswer(request);
                            refuse(request, failure);
                        },
                        request::next);
    }

    /** GO-Docker's file client tells listings from files by comparing this header as text. */
    private static void exactContentType(RoutingContext request) {
        var headers = request.response().headers();
        var type = headers.get("Content-Type");
        if (type != null && type.startsWith(JSON)) {
            headers.set("Content-Type", GODOCKER_JSON);
        }
    }

    /** What speaks against taking its body, by what its header says of it; {@link UnsaidLengths} sees to the others. */
    private Optional<Failure> againstBody(RoutingContext request, String path) {
        var header = request.request().getHeader("Content-Length");
        if (header == null || bounds.isUnlimited(path)) {
            return Optional.empty();
        }
        try {
            var length = Long.parseLong(header);
            if (length > bounds.of(path)) {
                return Optional.of(bounds.tooLarge(path));
            }
            if (length > SMALL) {
                new Room(bounds, request).take(length);
            }
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of(bounds.tooLarge(path));
        } catch (Failure noRoom) {
            request.response().putHeader("Retry-After", "1");
            return Optional.of(noRoom);
        }
    }

    private static void refuse(RoutingContext request, Failure failure) {
        var answer = Answers.to(
                failure, request.request().method().name(), request.normalizedPath(), RequestIds.of(request));
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .end(answer.body());
    }
}
