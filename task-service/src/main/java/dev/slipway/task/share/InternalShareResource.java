package dev.slipway.task.share;

import dev.slipway.platform.identity.Caller;
import dev.slipway.task.task.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What storage-service asks when it is shown a share token instead of a login. */
@Path("/internal/tasks")
@RolesAllowed(Caller.SERVICE)
@Produces(MediaType.APPLICATION_JSON)
public class InternalShareResource {
    private final Shares shares;

    InternalShareResource(Shares shares) {
        this.shares = shares;
    }

    /** Whose task the token opens; 403 when it opens none. */
    @GET
    @Path("/{id}/share/{token}")
    public Uni<Opened> open(String id, String token) {
        return shares.read(TaskId.fromString(id), token)
                .map(task -> new Opened(
                        task.id().number(), task.owner().login(), task.spec().project()));
    }

    /** The task, and with whose rights its files are read. */
    public record Opened(long id, String owner, String project) {}
}
