package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.archive.Archives;
import dev.slipway.task.task.TaskId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** GO-Docker's archive, one task at a time. Its GET changes state, as its clients expect. */
@Path("/api/1.0/task")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerTaskArchiveResource {
    private final Archives archives;
    private final GoDockerDocuments documents;
    private final CurrentCaller caller;

    GoDockerTaskArchiveResource(Archives archives, GoDockerDocuments documents, CurrentCaller caller) {
        this.archives = archives;
        this.documents = documents;
        this.caller = caller;
    }

    /** Gives up the files of a finished task. */
    @GET
    @Path("/{id}/archive")
    public Uni<ObjectNode> archive(String id) {
        return archives.archive(TaskId.fromString(id), caller.get()).map(documents::of);
    }

    /** Removes its record, too. */
    @DELETE
    @Path("/{id}/archive")
    public Uni<ObjectNode> remove(String id) {
        return archives.remove(TaskId.fromString(id), caller.get()).map(documents::of);
    }
}
