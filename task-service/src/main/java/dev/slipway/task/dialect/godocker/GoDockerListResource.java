package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.task.Counts;
import dev.slipway.task.task.TaskLists;
import dev.slipway.task.task.TaskQuery;
import dev.slipway.task.task.TaskQuery.Stage;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestQuery;

/** GO-Docker's longer lists, streamed, and its counts. */
@Path("/api/1.0/task")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerListResource {
    private static final int LAST = 100;

    private final TaskLists lists;
    private final Counts counts;
    private final GoDockerDocuments documents;
    private final CurrentCaller caller;

    GoDockerListResource(TaskLists lists, Counts counts, GoDockerDocuments documents, CurrentCaller caller) {
        this.lists = lists;
        this.counts = counts;
        this.documents = documents;
        this.caller = caller;
    }

    /** The caller's finished tasks; with {@code draw} a list of one table. */
    @GET
    @Path("/over")
    @APIResponseSchema(ObjectNode[].class)
    public Multi<byte[]> over(@BeanParam GoDockerSearch search) {
        var query = search.query();
        return search.isTable()
                ? table(search, query)
                : documents.of(lists.mine(caller.get(), query, search.skip(), search.most()));
    }

    private Multi<byte[]> table(GoDockerSearch search, TaskQuery query) {
        var who = caller.get();
        var rows = documents.of(lists.mine(who, query, search.skip(), Optional.of(search.mostInTable())));
        return lists.countMine(who, TaskQuery.of(Stage.OVER))
                .chain(all -> lists.countMine(who, query).map(found -> """
                        {"draw":%d,"recordsTotal":%d,"recordsFiltered":%d,"data":[""".formatted(search.drawn(), all, found)))
                .onItem()
                .transformToMulti(head -> Framed.of(head, rows, "]}"));
    }

    /** The last finished tasks of everybody. */
    @GET
    @Path("/over/all")
    @APIResponseSchema(ObjectNode[].class)
    public Multi<byte[]> overOfAll() {
        return documents.of(lists.all(caller.get(), TaskQuery.of(Stage.OVER), 0, Optional.of(LAST)));
    }

    /** Everybody's tasks that are not over. */
    @GET
    @Path("/active/all")
    @APIResponseSchema(ObjectNode[].class)
    public Multi<byte[]> activeOfAll(@RestQuery Optional<String> project) {
        return documents.of(lists.liveOfAll(caller.get(), GoDockerLists.live(project)));
    }

    /** Everybody's finished tasks; a limit of 0 is none. */
    @POST
    @Path("/over/all/{skip}/{limit}")
    @APIResponseSchema(ObjectNode[].class)
    public Multi<byte[]> overOfAll(String skip, String limit, @RestQuery Optional<String> project, byte[] body) {
        return documents.of(lists.all(
                caller.get(),
                GoDockerLists.over(project, body),
                GoDockerLists.count("skip", skip),
                GoDockerLists.limit(limit)));
    }

    /** How many tasks are at a status now; {@code kill} are those whose end was asked for. */
    @GET
    @Path("/status/{status}/count")
    @PermitAll
    public Uni<ObjectNode> count(String status) {
        var counted = status.equals("kill") ? counts.ending() : counts.live(stages(status));
        return counted.map(total ->
                JsonNodeFactory.instance.objectNode().put("total", total).put("status", status));
    }

    private static Set<Stage> stages(String status) {
        return switch (status) {
            case "pending" -> Set.of(Stage.PENDING);
            case "running" -> Set.of(Stage.PLACED, Stage.RUNNING, Stage.SPREAD, Stage.STOPPING);
            case "all" -> Set.of(Stage.LIVE);
            default -> throw Failure.invalid("status", "must be pending, running, kill or all");
        };
    }
}
