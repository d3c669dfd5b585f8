package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.Submissions;
import dev.slipway.task.task.TaskConfig;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskLists;
import dev.slipway.task.task.Tasks;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestQuery;

/** GO-Docker's tasks. Its clients send any content type, also with no body. */
@Path("/api/1.0/task")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerTaskResource {
    private final Tasks tasks;
    private final TaskLists lists;
    private final Submissions submissions;
    private final GoDockerDocuments documents;
    private final GoDockerSubmission reader;
    private final CurrentCaller caller;

    GoDockerTaskResource(
            Tasks tasks,
            TaskLists lists,
            Submissions submissions,
            GoDockerDocuments documents,
            TaskConfig config,
            CurrentCaller caller) {
        this.tasks = tasks;
        this.lists = lists;
        this.submissions = submissions;
        this.documents = documents;
        this.reader = new GoDockerSubmission(Offer.of(config));
        this.caller = caller;
    }

    /** Hands a task in. */
    @POST
    public Uni<ObjectNode> submit(byte[] body) {
        return submissions
                .submit(reader.read(body), caller.get())
                .onFailure(Failure.class)
                .transform(GoDockerSubmission::worded)
                .map(documents::added);
    }

    /** Where it stands. */
    @GET
    @Path("/{id}/status")
    public Uni<ObjectNode> status(String id) {
        return tasks.find(TaskId.fromString(id), caller.get()).map(documents::statusOf);
    }

    /** Lets the scheduler have a created task. A GET that changes state, as its clients expect. */
    @GET
    @Path("/{id}/pending")
    public Uni<ObjectNode> release(String id) {
        return tasks.release(TaskId.fromString(id), caller.get()).map(documents::of);
    }

    /** Asks that it stands still. */
    @GET
    @Path("/{id}/suspend")
    public Uni<ObjectNode> suspend(String id) {
        return tasks.suspend(TaskId.fromString(id), caller.get()).map(documents::suspending);
    }

    /** Asks that it goes on. */
    @GET
    @Path("/{id}/resume")
    public Uni<ObjectNode> resume(String id) {
        return tasks.resume(TaskId.fromString(id), caller.get()).map(documents::resuming);
    }

    /** Ends its attempt for another one. */
    @GET
    @Path("/{id}/reschedule")
    public Uni<ObjectNode> reschedule(String id) {
        return tasks.reschedule(TaskId.fromString(id), caller.get())
                .map(Tasks.Change::after)
                .map(documents::of);
    }

    /** Changes a dynamic field: {@code {"name":"maxlifespan","value":"6d"}}. */
    @PUT
    @Path("/{id}")
    public Uni<ObjectNode> set(String id, byte[] body) {
        var pair = Fields.of(body);
        var change = Map.of(pair.requireText("name"), pair.requireTextOrNumber("value"));
        return Uni.createFrom()
                .deferred(() -> tasks.set(TaskId.fromString(id), change, caller.get()))
                .onFailure(Failure.class)
                .transform(it -> it.renamed(field -> field.equals("fields") ? "name" : "value"))
                .map(documents::of);
    }

    /** Asks for its end. */
    @DELETE
    @Path("/{id}")
    public Uni<ObjectNode> kill(String id) {
        return tasks.cancel(TaskId.fromString(id), caller.get()).map(documents::killed);
    }

    /** The caller's tasks that are not over. */
    @GET
    @Path("/active")
    @APIResponseSchema(ObjectNode[].class)
    public Multi<byte[]> active(@RestQuery Optional<String> project) {
        return documents.of(lists.live(caller.get(), GoDockerLists.live(project)));
    }

    /** The caller's finished tasks; a limit of 0 is none. */
    @POST
    @Path("/over/{skip}/{limit}")
    @APIResponseSchema(ObjectNode[].class)
    public Multi<byte[]> over(String skip, String limit, @RestQuery Optional<String> project, byte[] body) {
        return documents.of(lists.mine(
                caller.get(),
                GoDockerLists.over(project, body),
                GoDockerLists.count("skip", skip),
                GoDockerLists.limit(limit)));
    }
}
