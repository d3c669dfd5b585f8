package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.TaskState;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Stopping;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands, in GO-Docker's words: {@code status}, {@code container.status} and {@code container.meta}.
 *
 * @param secondary null is a word of its own
 * @param began what {@code date_running} says; the member is absent when this is
 * @param end present when the task is over
 * @param node where it runs or ran
 * @param container {@code initializing} or {@code ready} while it runs
 */
record GoDockerStatus(
        String primary,
        @Nullable String secondary,
        @Nullable String reason,
        Optional<Instant> began,
        Optional<End> end,
        Optional<String> node,
        Optional<String> container) {
    /** What a kill shows, whatever the container returned. */
    static final int KILLED = 137;
    /** The engine could not run it, as {@code docker run} says that. */
    static final int NOT_RUN = 125;
    /** It ran, and its own code is not known. */
    static final int UNKNOWN = 1;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String KILL_REQUESTED = "kill requested";

    /** How it ended. */
    record End(Instant at, double duration, int exitCode) {}

    /** @param refused whether the scheduler has passed it over */
    static GoDockerStatus of(TaskState state, boolean refused) {
        return switch (state) {
            case Created _ -> waiting("created", null, null);
            case Pending _ ->
                refused
                        ? waiting("pending", "rejected by scheduler", "Not enough resources available")
                        : waiting("pending", null, null);
            case Placed(var run) -> live(run, null, "initializing");
            case Running(var run) -> live(run, null, "ready");
            case Stopping(var run, var _) ->
                live(run, KILL_REQUESTED, run.startedAt().isPresent() ? "ready" : "initializing");
            case Ended(var run, var outcome, var at) -> over(run, outcome, at);
        };
    }

    /** The same, as it is shown to who just asked for the end. */
    GoDockerStatus killRequested() {
        return new GoDockerStatus(primary, KILL_REQUESTED, reason, began, end, node, container);
    }

    private static GoDockerStatus waiting(String primary, @Nullable String secondary, @Nullable String reason) {
        return new GoDockerStatus(
                primary, secondary, reason, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static GoDockerStatus live(Run run, @Nullable String secondary, String container) {
        return new GoDockerStatus(
                "running",
                secondary,
                "",
                Optional.of(run.startedAt().orElse(run.placedAt())),
                Optional.empty(),
                Optional.of(run.node()),
                Optional.of(container));
    }

    /** A task that never got a node began when it ended: its clients wait for both dates. */
    private static GoDockerStatus over(Optional<Run> run, Outcome outcome, Instant at) {
        var began = run.map(it -> it.startedAt().orElse(it.placedAt())).orElse(at);
        var duration = run.flatMap(Run::startedAt)
                .map(start -> Duration.between(start, at).toMillis() / 1000.0)
                .orElse(0.0);
        return new GoDockerStatus(
                "over",
                outcome instanceof Killed ? "killed" : "",
                reasonOf(outcome),
                Optional.of(began),
                Optional.of(new End(at, Math.max(0, duration), exitCodeOf(outcome))),
                run.map(Run::node),
                Optional.empty());
    }

    private static String reasonOf(Outcome outcome) {
        return switch (outcome) {
            case Exited(var _, var outOfMemory) -> outOfMemory ? "Out of memory" : "";
            case Killed _ -> "";
            case Failed(var why) -> why;
            case Lost(var why) -> why;
        };
    }

    private static int exitCodeOf(Outcome outcome) {
        return switch (outcome) {
            case Exited(var code, var _) -> code;
            case Killed _ -> KILLED;
            case Failed _ -> NOT_RUN;
            case Lost _ -> UNKNOWN;
        };
    }

    /** The member {@code status}. */
    ObjectNode toWire() {
        var status = JSON.objectNode()
                .put("primary", primary)
                .put("secondary", secondary)
                .put("reason", reason);
        began.ifPresent(it -> status.set("date_running", seconds(it)));
        end.ifPresentOrElse(it -> endTo(status, it), () -> status.putNull("date_over"));
        return status;
    }

    private static void endTo(ObjectNode status, End end) {
        status.set("date_over", seconds(end.at()));
        status.put("duration", end.duration()).put("exitcode", end.exitCode());
    }

    /** The member {@code container.meta}: an object as soon as the task has begun. */
    JsonNode meta() {
        if (began.isEmpty()) {
            return JSON.nullNode();
        }
        var meta = JSON.objectNode();
        node.ifPresent(it -> meta.putObject("Node").put("Name", it));
        var state = meta.putObject("State");
        if (node.isPresent()) {
            state.put("Running", end.isEmpty());
        }
        state.put("ExitCode", end.map(End::exitCode).orElse(0));
        return meta;
    }

    /** Seconds since 1970 with three digits more, never with an exponent. */
    static DecimalNode seconds(Instant date) {
        return DecimalNode.valueOf(BigDecimal.valueOf(date.toEpochMilli(), 3));
    }
}
