package dev.slipway.storage.object;

import dev.slipway.platform.identity.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The files of a task, in our own API: another user's task does not exist. */
@Path("/api/v1/tasks/{id}/files{path:(?:/.*)?}")
@Authenticated
public class TaskFileResource {
    private final Objects objects;
    private final CurrentCaller caller;

    TaskFileResource(Objects objects, CurrentCaller caller) {
        this.objects = objects;
        this.caller = caller;
    }

    /** A directory. */
    public record Listing(List<Line> entries) {
        /** One entry; {@code type} is {@code file} or {@code directory}. */
        public record Line(String name, String type, long size) {
            static Line of(Entry entry) {
                return new Line(entry.name(), entry.directory() ? "directory" : "file", entry.size());
            }
        }
    }

    /** A listing for a directory, the bytes for a file. */
    @GET
    public Uni<Response> get(String id, String path) {
        return find(id, path).map(found -> switch (found) {
            case Found.Directory it ->
                Response.ok(
                                new Listing(it.entries().stream()
                                        .map(Listing.Line::of)
                                        .toList()),
                                MediaType.APPLICATION_JSON)
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
        var task = TaskId.of(id);
        return Hidden.from(task, () -> objects.open(task, FilePath.requested(path), caller.get()));
    }
}
