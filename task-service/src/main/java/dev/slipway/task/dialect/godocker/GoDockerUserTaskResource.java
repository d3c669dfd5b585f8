package dev.slipway.task.dialect.godocker;

import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.Tasks;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** GO-Docker's tasks of one user. */
@Path("/api/1.0/user/{user}/task")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerUserTaskResource {
    private final Tasks tasks;
    private final CurrentCaller caller;

    GoDockerUserTaskResource(Tasks tasks, CurrentCaller caller) {
        this.tasks = tasks;
        this.caller = caller;
    }

    /** Asks for the end of all live tasks, or of those with a tag. */
    @DELETE
    public Uni<List<Long>> kill(String user, @RestQuery Optional<String> tag) {
        return tasks.cancelAll(user, tag.filter(it -> !it.isEmpty()), caller.get())
                .map(ids -> ids.stream().map(TaskId::number).toList());
    }
}
