package dev.slipway.task.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.share.Shares;
import dev.slipway.task.task.Hidden;
import dev.slipway.task.task.History;
import dev.slipway.task.task.Reruns;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.Tasks;
import dev.slipway.task.task.Wording;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What can be done with tasks that are there. Asking twice is as good as asking once. */
@Path("/api/v1/tasks")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Tasks")
@APIResponse(responseCode = "401", description = "No valid token")
public class TaskActionResource {
    private static final int MOST = 1000;

    private final Tasks tasks;
    private final Reruns reruns;
    private final Shares shares;
    private final History history;
    private final TaskDocuments documents;
    private final CurrentCaller caller;

    TaskActionResource(
            Tasks tasks, Reruns reruns, Shares shares, History history, TaskDocuments documents, CurrentCaller caller) {
        this.tasks = tasks;
        this.reruns = reruns;
        this.shares = shares;
        this.history = history;
        this.documents = documents;
        this.caller = caller;
    }

    /** Asks for its end. */
    @POST
    @Path("/{id}/cancel")
    @Operation(
            operationId = "cancelTask",
            summary = "Ask for the end of a task",
            description = "The wish is durable when it is answered; the task is over when its container is gone.")
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    public Uni<TaskJson> cancel(@RestPath TaskId id) {
        return changed(id, (it, who) -> tasks.cancel(it, who));
    }

    /** Offers a held task to the scheduler. */
    @POST
    @Path("/{id}/release")
    @Operation(operationId = "releaseTask", summary = "Offer a held task to the scheduler")
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    public Uni<TaskJson> release(@RestPath TaskId id) {
        return Hidden.from(id, () -> tasks.release(id, caller.get())).map(documents::of);
    }

    /** Asks that it stands still. */
    @POST
    @Path("/{id}/suspend")
    @Operation(operationId = "suspendTask", summary = "Make a running task stand still", description = """
        Of an array its children that run, and no other begins until it is resumed.\
        """)
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    public Uni<TaskJson> suspend(@RestPath TaskId id) {
        return changed(id, (it, who) -> tasks.suspendWhole(it, who));
    }

    /** Asks that it goes on. */
    @POST
    @Path("/{id}/resume")
    @Operation(operationId = "resumeTask", summary = "Let a suspended task go on")
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    public Uni<TaskJson> resume(@RestPath TaskId id) {
        return changed(id, (it, who) -> tasks.resumeWhole(it, who));
    }

    /** Ends its attempt for another one. */
    @POST
    @Path("/{id}/reschedule")
    @Operation(operationId = "rescheduleTask", summary = "End the attempt of a task for the sake of a new one")
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    public Uni<TaskJson> reschedule(@RestPath TaskId id) {
        return changed(id, (it, who) -> tasks.reschedule(it, who));
    }

    private Uni<TaskJson> changed(TaskId id, BiFunction<TaskId, Caller, Uni<Tasks.Change>> step) {
        return Hidden.from(id, () -> step.apply(id, caller.get()))
                .map(Tasks.Change::after)
                .map(documents::of);
    }

    /** The same again, as a new task of the caller; a task of others by a share token of the scope {@code rerun}. */
    @POST
    @Path("/{id}/rerun")
    @Operation(
            operationId = "rerunTask",
            summary = "Ask for the same again, as a new task of the caller",
            description = """
        Of a task of somebody else with a share token of it whose scope is `rerun`, in `share`.\
        """)
    @APIResponse(responseCode = "201", description = "The new task; `Location` names it")
    @APIResponse(
            responseCode = "403",
            description = "The share token is wrong, expired, used up, revoked, or to read only")
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    public Uni<RestResponse<TaskJson>> rerun(@RestPath TaskId id, @Nullable Rerun changes) {
        var who = caller.get();
        return Optional.ofNullable(changes)
                .map(Rerun::share)
                .map(token -> shares.rerun(id, token, task -> again(task, changes, who)))
                .orElseGet(() -> Hidden.from(id, () -> tasks.find(id, who)).chain(task -> again(task, changes, who)))
                .map(task -> TaskResource.made(task.id(), documents.of(task)));
    }

    private Uni<Task> again(Task task, @Nullable Rerun changes, Caller who) {
        var asked = Optional.ofNullable(changes);
        return reruns.submit(Reruns.wishOf(task), asked.map(Rerun::name), asked.map(Rerun::project), who);
    }

    /** What has happened to it. */
    @GET
    @Path("/{id}/events")
    @Operation(operationId = "listTaskEvents", summary = "What has happened to a task, in its order")
    @APIResponse(responseCode = "404", description = "No such task, or not yours")
    public Uni<Events> events(@RestPath TaskId id) {
        return Hidden.from(id, () -> history.of(id, caller.get()))
                .map(steps -> new Events(steps.stream().map(TaskEventJson::of).toList()));
    }

    /** Asks for the end of many. */
    @POST
    @Path("/cancel")
    @Operation(operationId = "cancelTasks", summary = "Ask for the end of many tasks", description = """
        Those in `tasks`, at most 1000; or with `all`, every one of the caller that is not over, or of `owner` for \
        administrators, or only those with a `tag`. What could not be done is told for each; the others are done.\
        """)
    @APIResponse(responseCode = "200", description = "What was asked for, task by task")
    @APIResponse(responseCode = "400", description = "Neither `tasks` nor `all`, or too many")
    public Uni<Cancelled> cancelMany(@Nullable Cancellation wanted) {
        if (wanted == null || (wanted.tasks() == null) == !Boolean.TRUE.equals(wanted.all())) {
            throw Failure.invalid("tasks", "give either their numbers or \"all\": true");
        }
        if (wanted.tasks() == null) {
            var owner = Optional.ofNullable(wanted.owner()).orElse(caller.get().login());
            var tag = Optional.ofNullable(wanted.tag()).map(it -> Wording.text("tag", it));
            return tasks.cancelAll(Wording.text("owner", owner), tag, caller.get())
                    .map(ids -> new Cancelled(ids.stream().map(TaskId::number).toList(), List.of()));
        }
        if (wanted.tasks().size() > MOST || wanted.tasks().stream().anyMatch(it -> it == null)) {
            throw Failure.invalid("tasks", "must be at most %d numbers".formatted(MOST));
        }
        return each(wanted.tasks());
    }

    /** Each for itself: one that is not there stops no other. */
    private Uni<Cancelled> each(List<Long> numbers) {
        var done = new ArrayList<Long>();
        var refused = new ArrayList<NotCancelled>();
        var who = caller.get();
        return Multi.createFrom()
                .iterable(numbers)
                .onItem()
                .transformToUniAndConcatenate(number -> Hidden.from(number, () -> tasks.cancel(new TaskId(number), who))
                        .invoke(_ -> done.add(number))
                        .replaceWithVoid()
                        .onFailure(TaskActionResource::isNotThere)
                        .invoke(_ -> refused.add(new NotCancelled(number, "not_found")))
                        .onFailure(TaskActionResource::isNotThere)
                        .recoverWithNull())
                .collect()
                .last()
                .map(_ -> new Cancelled(done, refused));
    }

    private static boolean isNotThere(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Kind.NOT_FOUND;
    }

    /** What is to be ended: either {@code tasks}, or {@code all}. */
    @Schema(name = "Cancellation")
    public record Cancellation(
            @Nullable List<Long> tasks,
            @Nullable Boolean all,
            @Nullable String owner,
            @Nullable String tag) {}

    /**
     * What became of it.
     *
     * @param cancelled those that end now or are over
     */
    @Schema(name = "Cancelled")
    public record Cancelled(List<Long> cancelled, List<NotCancelled> refused) {}

    /** One that could not be ended. */
    @Schema(name = "NotCancelled")
    public record NotCancelled(long task, String reason) {}

    /**
     * What is different in the new task.
     *
     * @param share a token that allows this for a task of somebody else
     */
    @Schema(name = "Rerun")
    public record Rerun(
            @Nullable String name,
            @Nullable String project,
            @Nullable String share) {}

    /** What has happened to a task. */
    @Schema(name = "TaskEvents")
    public record Events(List<TaskEventJson> events) {}

    /**
     * One thing that has happened.
     *
     * @param event one of {@link History.What}, in small letters
     * @param attempt counted from 1
     * @param outcome of an attempt or task that ended
     */
    @Schema(name = "TaskEvent")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record TaskEventJson(
            Instant at, String event, Optional<Integer> attempt, Optional<String> node, Optional<String> outcome) {
        static TaskEventJson of(History.Step it) {
            return new TaskEventJson(
                    it.at(),
                    it.what().name().toLowerCase(Locale.ROOT),
                    it.attempt().isPresent() ? Optional.of(it.attempt().getAsInt()) : Optional.empty(),
                    it.node(),
                    it.outcome());
        }
    }
}
