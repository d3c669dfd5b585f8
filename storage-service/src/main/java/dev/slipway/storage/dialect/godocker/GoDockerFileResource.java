package dev.slipway.storage.dialect.godocker;

import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.storage.object.FilePath;
import dev.slipway.storage.object.Found;
import dev.slipway.storage.object.Objects;
import dev.slipway.storage.object.TaskId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The files of a task. Its command line tells a listing from a file by the content type alone. */
@Path("/api/1.0/task/{id}/files{path:(?:/.*)?}")
@Authenticated
public class GoDockerFileResource {
    private final Objects objects;
    private final CurrentCaller caller;

    GoDockerFileResource(Objects objects, CurrentCaller caller) {
        this.objects = objects;
        this.caller = caller;
    }

    /** A JSON list for a directory, the bytes for a file. */
    @GET
    public Uni<Response> get(String id, String path) {
        return find(id, path).map(found -> switch (found) {
            case Found.Directory it ->
                Response.ok(it.entries().stream().map(GoDockerEntry::of).toList(), MediaType.APPLICATION_JSON)
                        .build();
            case Found.File it -> it.toResponse();
        });
    }

    /** The same without the bytes. */
    @HEAD
    public Uni<Response> head(String id, String path) {
        return find(id, path).map(found -> switch (found) {
            case Found.Directory _ ->
                Response.ok().type(MediaType.APPLICATION_JSON).build();
            case Found.File it -> it.toHead();
        });
    }

    private Uni<Found> find(String id, String path) {
        return objects.open(TaskId.of(id), FilePath.requested(path), caller.get());
    }
}
