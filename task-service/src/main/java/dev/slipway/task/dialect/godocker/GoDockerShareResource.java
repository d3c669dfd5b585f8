package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.share.Shares;
import dev.slipway.task.share.TaskTokens;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.Tasks;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/** One task for who may see it: its owner, or whoever has its share token. */
@Path("/api/1.0/task")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerShareResource {
    private static final String AUDIENCE = "urn:godocker/api";

    private final Tasks tasks;
    private final Shares shares;
    private final TaskTokens tokens;
    private final GoDockerDocuments documents;
    private final CurrentCaller caller;

    GoDockerShareResource(
            Tasks tasks, Shares shares, TaskTokens tokens, GoDockerDocuments documents, CurrentCaller caller) {
        this.tasks = tasks;
        this.shares = shares;
        this.tokens = tokens;
        this.documents = documents;
        this.caller = caller;
    }

    /** One task. A share token, where one is shown, is what counts. */
    @GET
    @Path("/{id}")
    @PermitAll
    public Uni<ObjectNode> get(
            String id, @RestHeader("X-GODOCKER-SHARE") Optional<String> header, @RestQuery Optional<String> share) {
        var task = TaskId.fromString(id);
        return header.or(() -> share)
                .map(token -> shares.read(task, token))
                .orElseGet(() -> own(task))
                .map(documents::of);
    }

    private Uni<Task> own(TaskId task) {
        return caller.ask()
                .chain(asking ->
                        tasks.find(task, asking.orElseThrow(() -> Failure.unauthenticated("A valid token is needed"))));
    }

    /** The share token of a task, made at the first call. A GET that changes state, as its clients expect. */
    @GET
    @Path("/{id}/share")
    public Uni<ObjectNode> share(String id) {
        return shares.everlasting(TaskId.fromString(id), caller.get())
                .map(made -> JsonNodeFactory.instance.objectNode().put("token", made.token()));
    }

    /** Revokes it. */
    @GET
    @Path("/{id}/unshare")
    public Uni<ObjectNode> unshare(String id) {
        return shares.revokeEverlasting(TaskId.fromString(id), caller.get())
                .map(_ -> JsonNodeFactory.instance.objectNode().put("msg", "Task unshared"));
    }

    /** The task as a token for other services; without its script, which they do not need to know. */
    @GET
    @Path("/{id}/token")
    public Uni<ObjectNode> token(String id) {
        return tasks.findOwn(TaskId.fromString(id), caller.get()).map(task -> {
            var document = documents.of(task);
            document.remove("command");
            var claims = JsonNodeFactory.instance
                    .objectNode()
                    .put("sub", task.owner().login())
                    .put("event", task.id().number());
            claims.set("task", document);
            return JsonNodeFactory.instance.objectNode().put("token", tokens.sign(AUDIENCE, claims));
        });
    }
}
