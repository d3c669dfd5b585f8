package dev.slipway.task.dialect.nds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.task.PublicId;
import dev.slipway.task.task.RequestKey;
import dev.slipway.task.task.Task;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Requests and answers of the two calls about jobs, whichever path they came by. */
@ApplicationScoped
class NdsUploads {
    private static final String JSON = "application/json; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final NdsJobs jobs;
    private final CurrentCaller caller;

    NdsUploads(NdsJobs jobs, CurrentCaller caller) {
        this.jobs = jobs;
        this.caller = caller;
    }

    Uni<Response> submit(NdsForm form, HttpHeaders headers, RoutingContext request) {
        var key = Optional.ofNullable(headers.getHeaderString(RequestKey.HEADER));
        return jobs.submit(form, key, caller.get()).map(task -> created(task, headers, request));
    }

    Uni<Response> status(Optional<String> id) {
        return jobs.status(id, caller.get())
                .map(document ->
                        answer(Response.ok(), JSON, document.toString()).build());
    }

    private static Response created(Task task, HttpHeaders headers, RoutingContext request) {
        var document = NdsMapper.created(task);
        var location = request.normalizedPath() + "?job_id=" + PublicId.of(task);
        var made = Response.status(Response.Status.CREATED).header(HttpHeaders.LOCATION, location);
        return (wantsText(headers) ? answer(made, TEXT, id(document)) : answer(made, JSON, document.toString()))
                .build();
    }

    private static String id(ObjectNode document) {
        return document.path("job_id").asText();
    }

    private static Response.ResponseBuilder answer(Response.ResponseBuilder answer, String type, String body) {
        return answer.header(HttpHeaders.CONTENT_TYPE, type).entity(body);
    }

    /** Whether text comes before JSON in what the client accepts. */
    private static boolean wantsText(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .filter(it ->
                        it.isCompatible(MediaType.TEXT_PLAIN_TYPE) || it.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .findFirst()
                .filter(it -> !it.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .isPresent();
    }
}
