package dev.slipway.platform.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.web.LoggedPath;
import dev.slipway.platform.web.RequestIds;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure on its way to a caller: known ones in the dialect of the path, all others as a 500 that tells nothing. */
class FailureMapper {
    private static final Logger LOG = Logger.getLogger(FailureMapper.class);
    /** Seconds. */
    private static final int RETRY_AFTER = 5;

    @ServerExceptionMapper
    Response failure(Failure failure, RoutingContext request) {
        LOG.debugf(
                "refused method=%s path=%s reason=%s",
                request.request().method(), LoggedPath.of(request.normalizedPath()), failure.reason());
        return answer(failure, request);
    }

    @ServerExceptionMapper(priority = 1)
    Response unauthorized(UnauthorizedException e, RoutingContext request) {
        return answer(Failure.unauthenticated("A valid token is needed"), request);
    }

    @ServerExceptionMapper(priority = 1)
    Response authenticationFailed(AuthenticationFailedException e, RoutingContext request) {
        return answer(BadToken.of(e), request);
    }

    @ServerExceptionMapper(priority = 1)
    Response forbidden(ForbiddenException e, RoutingContext request) {
        return answer(Failure.forbidden("Not allowed"), request);
    }

    @ServerExceptionMapper(priority = 1)
    Response badBody(MismatchedInputException e, RoutingContext request) {
        return answer(badJson(e), request);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e, RoutingContext request) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return answer(badJson(json), request);
        }
        var answer = answer(failureOf(e, request), request);
        // What is possible, with a 405.
        var allow = e.getResponse().getHeaderString("Allow");
        return allow == null
                ? answer
                : Response.fromResponse(answer).header("Allow", allow).build();
    }

    @ServerExceptionMapper
    Response bug(Throwable e, RoutingContext request) {
        if (Outage.is(e)) {
            LOG.warnf(
                    "unavailable method=%s path=%s cause=%s",
                    request.request().method(), LoggedPath.of(request.normalizedPath()), e);
            return answer(Failure.unavailable("A part of the suite does not answer; try again"), request);
        }
        LOG.errorf(
                e,
                "fault method=%s path=%s request=%s",
                request.request().method(),
                LoggedPath.of(request.normalizedPath()),
                RequestIds.of(request));
        return answer(new Failure(Kind.INTERNAL, "internal", "Internal error"), request);
    }

    private static Failure failureOf(WebApplicationException e, RoutingContext request) {
        var path = request.normalizedPath();
        return switch (e.getResponse().getStatus()) {
            case 400 -> new Failure(Kind.INVALID, "invalid", "The request is malformed");
            case 401 -> Failure.unauthenticated("A valid token is needed");
            case 403 -> Failure.forbidden("Not allowed");
            case 404 -> new Failure(Kind.NOT_FOUND, "path.not_found", "Nothing at " + path);
            case 405 ->
                new Failure(
                        Kind.NOT_ALLOWED,
                        "method.not_allowed",
                        request.request().method() + " is not possible on " + path);
            case 413 -> new Failure(Kind.TOO_LARGE, "body.too_large", "body: too large");
            case 406, 415 -> new Failure(Kind.INVALID, "media_type", "content-type: not one this path takes");
            default -> {
                LOG.errorf(e, "fault method=%s path=%s", request.request().method(), LoggedPath.of(path));
                yield new Failure(Kind.INTERNAL, "internal", "Internal error");
            }
        };
    }

    private static Failure badJson(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            var field = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            return Failure.invalid(field, "not of the expected type");
        }
        var where = e.getLocation();
        return Failure.invalid(
                "body",
                where == null
                        ? "not JSON"
                        : "not JSON at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr()));
    }

    /** What may be otherwise in a moment. */
    private static boolean isPassing(Kind kind) {
        return kind == Kind.UNAVAILABLE || kind == Kind.EXHAUSTED;
    }

    private static Response answer(Failure failure, RoutingContext request) {
        var answer = Answers.to(
                failure, request.request().method().name(), request.normalizedPath(), RequestIds.of(request));
        var response = Response.status(answer.status())
                .header("Content-Type", answer.contentType())
                .entity(answer.body());
        return isPassing(failure.kind())
                ? response.header("Retry-After", RETRY_AFTER).build()
                : response.build();
    }
}
