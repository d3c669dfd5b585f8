package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.task.TaskState.Archived;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.TaskState.Stopping;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

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
     * @param array where it stands for many
     */
    public record Brief(
            long id,
            String owner,
            String project,
            String state,
            int attempt,
            @Nullable Array array) {
        /** The values of its children: the one of {@code first + n * step} is task {@code id + 1 + n}. */
        public record Array(int first, int step, int size) {}

        static Brief of(Task task) {
            return new Brief(
                    task.id().number(),
                    task.owner().login(),
                    task.spec().project(),
                    wordFor(task.state()),
                    task.lastRun().map(Run::attempt).orElse(0),
                    task.spec()
                            .needs()
                            .array()
                            .map(it -> new Array(it.first(), it.step(), it.size()))
                            .orElse(null));
        }

        private static String wordFor(TaskState state) {
            return switch (state) {
                case Created _, Pending _ -> "pending";
                case Placed _ -> "placed";
                case Running _, Spread _ -> "running";
                case Stopping _ -> "stopping";
                case Ended _ -> "over";
                case Archived _ -> "archived";
            };
        }
    }
}
