package dev.slipway.storage.log;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.storage.object.TaskId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The log of a task, in our own API. */
@Path("/api/v1/tasks/{id}/logs")
@Authenticated
public class LogResource {
    private static final String LAST_EVENT = "Last-Event-ID";

    private final Logs logs;
    private final CurrentCaller caller;

    LogResource(Logs logs, CurrentCaller caller) {
        this.logs = logs;
        this.caller = caller;
    }

    /**
     * The bytes from {@code offset} on that are there now, with {@code X-Next-Offset} to go on from; with
     * {@code follow=true} server-sent events until the task is over, each with the next offset as its id.
     */
    @GET
    public Uni<Response> get(
            String id,
            @RestQuery @DefaultValue("stdout") String stream,
            @RestQuery @DefaultValue("0") String offset,
            @RestQuery @DefaultValue("false") String follow,
            @RestHeader(LAST_EVENT) @Nullable String lastEvent) {
        var task = TaskId.of(id);
        var from = Offset.of("offset", offset);
        return switch (follow) {
            case "true" -> follow(task, LogStream.of(stream), resume(lastEvent, from));
            case "false" -> read(task, LogStream.of(stream), from);
            default -> throw Failure.invalid("follow", "not true or false");
        };
    }

    /** A browser that reconnects names the last event it saw, and asks for the old address. */
    private static long resume(@Nullable String lastEvent, long offset) {
        return lastEvent == null || lastEvent.isEmpty() ? offset : Offset.of(LAST_EVENT, lastEvent);
    }

    private Uni<Response> follow(TaskId task, LogStream stream, long offset) {
        return logs.follow(task, stream, offset, caller.get())
                .map(events -> Response.ok(events)
                        .header("Content-Type", "text/event-stream; charset=utf-8")
                        .header("Cache-Control", "no-store")
                        .header("X-Accel-Buffering", "no")
                        .build());
    }

    /** How much there is from {@code offset} on, without the bytes. */
    @HEAD
    public Uni<Response> head(
            String id, @RestQuery @DefaultValue("stdout") String stream, @RestQuery @DefaultValue("0") String offset) {
        return part(TaskId.of(id), LogStream.of(stream), Offset.of("offset", offset))
                .invoke(part -> part.bytes().discard())
                .map(part -> headers(part).build());
    }

    private Uni<Response> read(TaskId task, LogStream stream, long offset) {
        return part(task, stream, offset)
                .map(part -> headers(part).entity(part.bytes()).build());
    }

    private Uni<Logs.Part> part(TaskId task, LogStream stream, long offset) {
        return logs.read(task, stream, offset, caller.get());
    }

    private static Response.ResponseBuilder headers(Logs.Part part) {
        return Response.ok()
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("X-Next-Offset", part.next())
                .header("X-Content-Type-Options", "nosniff");
    }
}
