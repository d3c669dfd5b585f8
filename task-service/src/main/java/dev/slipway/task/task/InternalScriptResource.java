package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import dev.slipway.task.task.Script.Apart;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestMulti;

/** Scripts for the nodes that run them, where no event could carry them. */
@Path("/internal/tasks/{id}/script")
@RolesAllowed(Caller.SERVICE)
public class InternalScriptResource {
    private final TaskRepository repository;
    private final Scripts scripts;

    InternalScriptResource(TaskRepository repository, Scripts scripts) {
        this.repository = repository;
        this.scripts = scripts;
    }

    /** All of it, byte for byte. */
    @GET
    public RestMulti<Buffer> get(String id) {
        return RestMulti.fromUniResponse(
                apart(id).call(scripts::mustBeThere),
                scripts::read,
                _ -> Map.of("Content-Type", List.of("application/octet-stream")));
    }

    private Uni<Apart> apart(String id) {
        return Panache.withSession(() -> repository.require(TaskId.fromString(id)))
                .map(task -> task.spec()
                        .needs()
                        .outfit()
                        .script()
                        .flatMap(Script::apart)
                        .orElseThrow(() -> new Failure(
                                Kind.NOT_FOUND,
                                "script.not_found",
                                "The script of task %s is in its wish".formatted(id))));
    }
}
