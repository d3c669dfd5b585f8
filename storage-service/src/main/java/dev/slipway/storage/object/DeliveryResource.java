package dev.slipway.storage.object;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;

/** Where nodes hand in what a task left. */
@Path("/internal/tasks/{task}/{attempt}")
@RolesAllowed(Caller.SERVICE)
public class DeliveryResource {
    private final Deliveries deliveries;
    private final Blocking blocking;

    DeliveryResource(Deliveries deliveries, Blocking blocking) {
        this.deliveries = deliveries;
        this.blocking = blocking;
    }

    /** The addresses to put files to. */
    public record Uploads(List<Address> uploads) {
        /** The address of one file. */
        public record Address(String path, String url) {}
    }

    /** Signing many addresses takes a while: not on the event loop. */
    @POST
    @Path("/uploads")
    public Uni<Uploads> uploads(String task, String attempt, WireManifest wire) {
        var id = TaskId.of(task);
        var number = attempt(attempt);
        var paths = wire.toDelivered().stream().map(Delivered::path).toList();
        return blocking.call(() -> new Uploads(deliveries.uploads(id, number, paths).stream()
                .map(it -> new Uploads.Address(it.path().text(), it.url().toString()))
                .toList()));
    }

    /** From now on the task's files are those of this manifest. */
    @PUT
    @Path("/manifest")
    public Uni<Void> manifest(String task, String attempt, WireManifest wire) {
        return deliveries.keep(
                wire.toPlace(TaskId.of(task), attempt(attempt)), wire.toDelivered(), wire.toDirectories());
    }

    private static int attempt(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw Failure.invalid("attempt", "not a number");
        }
    }
}
