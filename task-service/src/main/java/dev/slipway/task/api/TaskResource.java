package dev.slipway.task.api;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.platform.web.CreatedAnswer;
import dev.slipway.task.task.Hidden;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.RequestKey;
import dev.slipway.task.task.Submission;
import dev.slipway.task.task.Submissions;
import dev.slipway.task.task.TaskConfig;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskLists;
import dev.slipway.task.task.Tasks;
import dev.slipway.task.task.Wording;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Tasks in our own API. One that the caller may not see does not exist. */
@Path("/api/v1/tasks")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks", description = "Container tasks: hand them in, follow them, end them")
@APIResponse(responseCode = "401", description = "No valid token")
public class TaskResource {
    private static final int LONGEST_PAGE = 1000;

    private final Submissions submissions;
    private final Rehearsals rehearsals;
    private final Tasks tasks;
    private final TaskLists lists;
    private final TaskDocuments documents;
    private final Offer offer;
    private final CurrentCaller caller;

    TaskResource(
            Submissions submissions,
            Rehearsals rehearsals,
            Tasks tasks,
            TaskLists lists,
            TaskDocuments documents,
            TaskConfig config,
            CurrentCaller caller) {
        this.submissions = submissions;
        this.rehearsals = rehearsals;
        this.tasks = tasks;
        this.lists = lists;
        this.documents = documents;
        this.offer = Offer.of(config);
        this.caller = caller;
    }

    /** Hands a task in, or asks what would become of it. */
    @POST
    @Operation(operationId = "submitTask", summary = "Hand a task in", description = """
        Once it is answered, the task cannot be lost. With `dry_run=true` nothing is stored: the answer is what keeps the \
        task from starting now, and an estimate.\
        """)
    @APIResponse(
            responseCode = "200",
            description = "The dry run",
            content = @Content(schema = @Schema(implementation = Rehearsals.Rehearsal.class)))
    @APIResponse(
            responseCode = "201",
            description = "The task; `Location` names it",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "400", description = "Bad input; `detail` names the field")
    @APIResponse(responseCode = "403", description = "Not a member of the project, or not offered to this caller")
    @APIResponse(responseCode = "409", description = "The key was another request's before")
    @APIResponse(responseCode = "503", description = "Too many tasks wait, or the suite is in maintenance")
    public Uni<RestResponse<Object>> submit(
            @RestQuery("dry_run") @DefaultValue("false") boolean dryRun,
            @Parameter(
                            description =
                                    "1 to 255 visible ASCII characters; the same request with the same key within a day is"
                                            + " answered with the task of the first time")
                    @RestHeader(RequestKey.HEADER)
                    Optional<String> key,
            @Nullable NewTaskJson wire) {
        var wish = NewTaskJson.toSubmission(wire, offer);
        return dryRun
                ? rehearsals.of(wish, caller.get()).map(RestResponse::ok)
                : created(wish, RequestKey.ofTexts(key, List.of("task", String.valueOf(wire))));
    }

    private Uni<RestResponse<Object>> created(Submission wish, Optional<RequestKey> key) {
        return submissions.submit(wish, key, caller.get()).map(task -> made(task.id(), documents.of(task)));
    }

    static <T> RestResponse<T> made(TaskId id, T document) {
        return CreatedAnswer.at("/api/v1/tasks/" + id, document).build();
    }

    /** Tasks, newest first. */
    @GET
    @Operation(operationId = "listTasks", summary = "List tasks, newest first", description = """
        The caller's own, and with `project` those of its other members where they share them; an administrator's list is \
        everybody's, or `owner`'s.\
        """)
    public Uni<TaskJson.Page> list(
            TaskFilter filter,
            @Parameter(description = "Only tasks with numbers below this one: the `next` of the page before") @RestQuery
                    Optional<Long> before,
            @Parameter(description = "1 to 1000; a page of large tasks has fewer") @RestQuery @DefaultValue("100")
                    int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw Failure.invalid("limit", "must be from 1 to " + LONGEST_PAGE);
        }
        return lists.page(filter.query(caller.get(), lists), before, limit, documents::inList)
                .map(part -> new TaskJson.Page(part.shown(), part.next()));
    }

    /** One task. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "getTask", summary = "Read a task")
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    public Uni<TaskJson> get(@RestPath TaskId id) {
        return Hidden.from(id, () -> tasks.find(id, caller.get())).map(documents::of);
    }

    /** Changes dynamic fields. */
    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeTask", summary = "Change dynamic fields of a task that is not over")
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    @APIResponse(responseCode = "409", description = "It is over")
    public Uni<TaskJson> change(@RestPath TaskId id, @Nullable Changes changes) {
        var values = changes == null ? null : changes.fields();
        if (values == null || values.isEmpty()) {
            throw Failure.invalid("fields", "is needed and must not be empty");
        }
        values.forEach((name, value) -> {
            if (value == null) {
                throw Failure.invalid("fields." + name, "must be text");
            }
            Wording.text("fields." + name, value);
        });
        return Hidden.from(id, () -> tasks.set(id, values, caller.get())).map(documents::of);
    }

    /** What is to be changed. */
    @Schema(name = "TaskChanges", requiredProperties = "fields")
    public record Changes(@Nullable Map<String, String> fields) {}
}
