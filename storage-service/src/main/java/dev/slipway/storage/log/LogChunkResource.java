package dev.slipway.storage.log;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.storage.object.Place;
import dev.slipway.storage.object.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Where nodes hand in what a task writes while it runs. */
@Path("/internal/tasks/{task}/{attempt}/logs/{stream}/{offset}")
@RolesAllowed(Caller.SERVICE)
public class LogChunkResource {
    private final LogWriter writer;

    LogChunkResource(LogWriter writer) {
        this.writer = writer;
    }

    /** The bytes of a stream from an offset on. The same offset brings the same bytes. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    public Uni<Void> put(
            String task,
            String attempt,
            String stream,
            String offset,
            @RestHeader("X-Owner") @Nullable String owner,
            @RestHeader("X-Project") @Nullable String project,
            byte[] bytes) {
        var place = Place.live(
                TaskId.of(task),
                needed("X-Owner", owner),
                needed("X-Project", project),
                (int) Offset.of("attempt", attempt, Integer.MAX_VALUE),
                Optional.empty());
        return writer.append(place, LogStream.of(stream), Offset.of("offset", offset), bytes);
    }

    private static String needed(String header, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw Failure.invalid(header, "missing");
        }
        return value;
    }
}
