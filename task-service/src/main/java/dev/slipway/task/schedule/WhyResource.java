package dev.slipway.task.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.plan.Outlook;
import dev.slipway.task.task.TaskId;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Why a task waits. */
@Path("/api/v1/tasks")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue")
public class WhyResource {
    private final Waits waits;
    private final CurrentCaller caller;

    WhyResource(Waits waits, CurrentCaller caller) {
        this.waits = waits;
        this.caller = caller;
    }

    /** Why a task waits: every reason that holds, its position, and when it starts where that can be said. */
    @GET
    @Path("/{id}/why")
    @Operation(summary = "Why a task waits")
    public Uni<Why> why(@RestPath TaskId id) {
        return waits.of(id, caller.get()).map(it -> Why.of(it.task().id(), it.queued(), it.outlook()));
    }

    /**
     * Why a task waits.
     *
     * @param position from 1; absent for a task that is not in the queue
     * @param waiting all tasks in the queue
     * @param reasons empty for a task that does not wait
     * @param estimatedStart absent where it cannot be said
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Why(
            long task,
            Optional<Long> position,
            long waiting,
            List<Because> reasons,
            @JsonProperty("estimated_start") Optional<Instant> estimatedStart) {
        static Why of(TaskId id, boolean queued, Outlook outlook) {
            return new Why(
                    id.number(),
                    queued ? Optional.of(outlook.ahead() + 1) : Optional.empty(),
                    outlook.waiting(),
                    outlook.reasons().stream().map(Because::of).toList(),
                    outlook.estimate().isPresent()
                            ? Optional.of(
                                    Instant.ofEpochMilli(outlook.estimate().getAsLong()))
                            : Optional.empty());
        }
    }
}
