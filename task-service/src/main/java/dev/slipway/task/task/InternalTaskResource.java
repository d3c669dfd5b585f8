package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Stopping;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What the other services may ask about a task. */
@Path("/internal/tasks")
@RolesAllowed(Caller.SERVICE)
@Produces(MediaType.APPLICATION_JSON)
public class InternalTaskResource {
    private final TaskRepository repository;

    InternalTaskResource(TaskRepository repository) {
        this.repository = repository;
    }

    /** Whose it is and where it stands. */
    @GET
    @Path("/{id}")
    public Uni<Brief> get(String id) {
        return Panache.withSession(() -> repository.find(TaskId.fromString(id)))
                .map(found -> found.map(Brief::of).orElseThrow(() -> Failure.notFound("task", id)));
    }

    /**
     * A task in short.
     *
     * @param attempt the last one; 0 before the first
     */
    public record Brief(long id, String owner, String project, String state, int attempt) {
        static Brief of(Task task) {
            return new Brief(
                    task.id().number(),
                    task.owner().login(),
                    task.spec().project(),
                    wordFor(task.state()),
                    task.lastRun().map(Run::attempt).orElse(0));
        }

        private static String wordFor(TaskState state) {
            return switch (state) {
                case Created _, Pending _ -> "pending";
                case Placed _ -> "placed";
                case Running _ -> "running";
                case Stopping _ -> "stopping";
                case Ended _ -> "over";
            };
        }
    }
}
