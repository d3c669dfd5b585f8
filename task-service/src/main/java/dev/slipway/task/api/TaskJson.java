package dev.slipway.task.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.task.task.ArrayRange;
import dev.slipway.task.task.Course;
import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcomes;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Standing;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskState.Archived;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.TaskState.Stopping;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A task: what was asked for, and how far it is. What does not apply is absent. */
@Schema(name = "Task")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record TaskJson(
        long id,
        String name,
        @JsonInclude String owner,
        String project,
        String description,
        List<String> tags,
        String image,

        @Schema(description = "Not in lists") Optional<String> script,
        int cpus,
        @JsonProperty("ram_gb") int ramGb,
        int gpus,
        @JsonProperty("tmp_size") Optional<String> tmpSize,
        List<VolumeJson> volumes,
        List<String> uris,
        List<String> labels,
        List<Long> after,
        Optional<ArrayJson> array,

        @Schema(description = "The array it is a child of") @JsonProperty("child_of")
        Optional<ChildJson> childOf,

        List<Integer> ports,
        boolean interactive,
        boolean root,
        @JsonProperty("notify") boolean mail,
        Optional<Integer> retries,
        String executor,
        Map<String, String> fields,

        @Schema(enumeration = {"created", "pending", "placed", "running", "suspended", "stopping", "over", "archived"})
        String state,

        @Schema(
                description = "How it ended",
                enumeration = {"exited", "killed", "failed", "lost", "refused", "forbidden"})
        Optional<String> outcome,

        @Schema(description = "Of its process; absent where that did not end by itself") @JsonProperty("exit_code")
        Optional<Integer> exitCode,

        @Schema(description = "Why it waits, or why it ended")
        Optional<String> reason,

        @Schema(description = "Counted from 1") Optional<Integer> attempt,
        Optional<String> node,

        @Schema(description = "Ports of its node that lead into its container") @JsonProperty("open_ports")
        List<OpenPort> openPorts,

        @JsonProperty("submitted_at") Instant submittedAt,
        @JsonProperty("placed_at") Optional<Instant> placedAt,
        @JsonProperty("started_at") Optional<Instant> startedAt,
        @JsonProperty("ended_at") Optional<Instant> endedAt,
        @JsonProperty("archived_at") Optional<Instant> archivedAt) {

    /** A shared folder and where it appears in the container. */
    @Schema(name = "MountedVolume")
    record VolumeJson(
            String name,
            String mount,
            @JsonProperty("read_only") boolean readOnly) {}

    /**
     * How far an array is.
     *
     * @param first the number of its first child; the others follow
     */
    @Schema(name = "TaskArray")
    record ArrayJson(String values, int size, int over, long first) {}

    /** A child's place in its array. */
    @Schema(name = "ArrayChild")
    record ChildJson(long task, int index) {}

    /** A port of the node. */
    @Schema(name = "OpenPort")
    record OpenPort(
            int port, @JsonProperty("container_port") int containerPort) {}

    /** A page of tasks. */
    @Schema(name = "TaskPage")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            List<TaskJson> tasks,

            @Schema(description = "Give it as `before` to get the next page; absent on the last one")
            Optional<Long> next) {}

    /**
     * The whole task.
     *
     * @param waitsFor why it waits, by the scheduler's last word
     */
    static TaskJson of(Task task, Optional<String> waitsFor, boolean withScript) {
        var spec = task.spec();
        var needs = spec.needs();
        var run = task.lastRun();
        var end = task.end();
        return new TaskJson(
                task.id().number(),
                spec.name(),
                task.owner().login(),
                spec.project(),
                spec.description(),
                spec.tags(),
                spec.image(),
                Optional.of(spec.script()).filter(_ -> withScript),
                spec.demand().cpus(),
                spec.demand().ramGb(),
                spec.demand().gpus(),
                needs.tmpStorage(),
                spec.volumes().stream()
                        .map(it -> new VolumeJson(it.name(), it.mount(), it.readOnly()))
                        .toList(),
                spec.uris(),
                needs.labels(),
                needs.parents(),
                needs.array().map(it -> array(task, it)),
                task.course().member().map(it -> new ChildJson(it.array().number(), it.index())),
                needs.ports(),
                needs.interactive(),
                spec.root(),
                spec.mail(),
                spec.failurePolicy().isPresent()
                        ? Optional.of(spec.failurePolicy().getAsInt())
                        : Optional.empty(),
                spec.executor(),
                fields(task),
                stateOf(task),
                end.map(it -> Outcomes.nameOf(it.outcome())),
                end.flatMap(it -> exitCodeOf(it.outcome())),
                end.map(it -> reasonOf(it.outcome())).or(() -> waitsFor).filter(it -> !it.isEmpty()),
                run.map(Run::attempt),
                run.map(Run::node),
                task.liveRun().map(Run::ports).orElse(List.of()).stream()
                        .map(it -> new OpenPort(it.host(), it.container()))
                        .toList(),
                task.submittedAt(),
                run.map(Run::placedAt),
                run.flatMap(Run::startedAt).or(() -> task.course().children().flatMap(Course.Children::since)),
                end.map(Ended::at),
                task.state() instanceof Archived(var _, var at) ? Optional.of(at) : Optional.empty());
    }

    private static ArrayJson array(Task task, ArrayRange range) {
        return new ArrayJson(
                range.values(),
                range.size(),
                task.course().children().map(Course.Children::over).orElse(0),
                task.id().number() + 1);
    }

    private static Map<String, String> fields(Task task) {
        var all = new TreeMap<>(task.spec().needs().fields());
        all.putAll(task.course().fields());
        return all;
    }

    /** The word for a state in our own API. */
    static String stateOf(Task task) {
        return switch (task.state()) {
            case Created _ -> "created";
            case Pending _ -> task.isArray() && isSuspended(task) ? "suspended" : "pending";
            case Placed _ -> "placed";
            case Running _ -> isSuspended(task) ? "suspended" : "running";
            case Spread(var stopAsked) ->
                stopAsked.isPresent() ? "stopping" : isSuspended(task) ? "suspended" : "running";
            case Stopping _ -> "stopping";
            case Ended _ -> "over";
            case Archived _ -> "archived";
        };
    }

    private static boolean isSuspended(Task task) {
        return task.course().standing() == Standing.SUSPENDED || task.course().standing() == Standing.RESUMING;
    }

    private static Optional<Integer> exitCodeOf(Outcome outcome) {
        return outcome instanceof Exited(var code, var _) ? Optional.of(code) : Optional.empty();
    }

    private static String reasonOf(Outcome outcome) {
        return outcome instanceof Exited(var _, var outOfMemory) && outOfMemory
                ? "out of memory"
                : Outcomes.reasonOf(outcome);
    }
}
