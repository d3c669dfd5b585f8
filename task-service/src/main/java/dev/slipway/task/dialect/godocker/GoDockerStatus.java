package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.task.Course;
import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Forbidden;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.Outcome.Refused;
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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
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

    private static final int MOST_KILLS = 10;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REJECTED = "rejected by scheduler";
    private static final String KILL_REQUESTED = "kill requested";

    /** How it ended. */
    record End(Instant at, double duration, OptionalInt exitCode) {}

    /** @param refused why the scheduler has passed it over */
    static GoDockerStatus of(Task task, Optional<String> refused) {
        var course = task.course();
        var word = wordFor(course.standing());
        return switch (task.state()) {
            case Created _ -> waiting("created", word, null);
            case Pending _ ->
                refused.map(why -> waiting("pending", REJECTED, why))
                        .orElseGet(() -> waiting("pending", word, null))
                        .after(course.before());
            case Placed(var run) -> live(run, word, "initializing");
            case Running(var run) -> live(run, word, "ready");
            case Spread(var asked) -> spread(task, asked.isPresent() ? KILL_REQUESTED : word);
            case Stopping(var run, var _) -> stopping(run, course);
            case Ended end -> over(end, course);
            case Archived(var end, var _) -> of(task.in(end), refused).archived();
        };
    }

    private static @Nullable String wordFor(Standing standing) {
        return switch (standing) {
            case NORMAL -> null;
            case SUSPENDING -> "suspend requested";
            case SUSPENDED -> "suspended";
            case SUSPEND_REFUSED -> "suspend rejected";
            case RESUMING -> "resume requested";
            case RESUMED -> "resumed";
            case RESUME_REFUSED -> "resume rejected";
            case RESCHEDULING -> "reschedule requested";
            case RESCHEDULED -> "rescheduled";
        };
    }

    /** The same with another word for what was asked. */
    GoDockerStatus with(String asked) {
        return new GoDockerStatus(primary, asked, reason, began, end, node, container);
    }

    /** The same with the name by which its node is reached. */
    GoDockerStatus reachedBy(UnaryOperator<String> host) {
        return new GoDockerStatus(primary, secondary, reason, began, end, node.map(host), container);
    }

    /** The date of the last start stays until the next one. */
    private GoDockerStatus after(Optional<Run> before) {
        return new GoDockerStatus(
                primary,
                secondary,
                reason,
                before.map(it -> it.startedAt().orElse(it.placedAt())),
                end,
                before.map(Run::node),
                container);
    }

    /** An array runs nothing itself. */
    private static GoDockerStatus spread(Task task, @Nullable String secondary) {
        return new GoDockerStatus(
                "running",
                secondary,
                "",
                Optional.of(
                        task.course().children().flatMap(Course.Children::since).orElse(task.submittedAt())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same without its files. */
    private GoDockerStatus archived() {
        return new GoDockerStatus("archived", secondary, reason, began, end, node, container);
    }

    private static GoDockerStatus waiting(String primary, @Nullable String secondary, @Nullable String reason) {
        return new GoDockerStatus(
                primary, secondary, reason, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** After so many tries in vain the original gives up; here they go on, and the words say the same. */
    private static GoDockerStatus stopping(Run run, Course course) {
        var status = live(
                run,
                course.standing() == Standing.RESCHEDULING ? "reschedule requested" : KILL_REQUESTED,
                run.startedAt().isPresent() ? "ready" : "initializing");
        return course.stopsRepeated() > MOST_KILLS
                ? new GoDockerStatus(
                        status.primary,
                        "unknown",
                        "Failure to kill job",
                        status.began,
                        status.end,
                        status.node,
                        status.container)
                : status;
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
    private static GoDockerStatus over(Ended end, Course course) {
        var run = end.lastRun();
        var firstChild = course.children().flatMap(Course.Children::since);
        var began = run.map(it -> it.startedAt().orElse(it.placedAt()))
                .or(() -> firstChild)
                .orElse(end.at());
        return new GoDockerStatus(
                "over",
                secondaryOf(end.outcome()),
                reasonOf(end.outcome()),
                Optional.of(began),
                Optional.of(new End(end.at(), duration(end, firstChild, course), exitCodeOf(end.outcome()))),
                run.map(Run::node),
                Optional.empty());
    }

    /** In seconds; none of what ended while it waited, be it for another attempt. */
    private static double duration(Ended end, Optional<Instant> firstChild, Course course) {
        return end.lastRun()
                .filter(_ -> course.before().isEmpty())
                .flatMap(Run::startedAt)
                .or(() -> firstChild)
                .map(start -> Math.max(0, Duration.between(start, end.at()).toMillis() / 1000.0))
                .orElse(0.0);
    }

    private static String secondaryOf(Outcome outcome) {
        return switch (outcome) {
            case Killed _ -> "killed";
            case Refused _ -> "quota reached";
            case Forbidden _ -> REJECTED;
            case Exited _, Failed _, Lost _ -> "";
        };
    }

    private static String reasonOf(Outcome outcome) {
        return outcome instanceof Exited(var _, var outOfMemory) && outOfMemory
                ? "Out of memory"
                : Outcomes.reasonOf(outcome);
    }

    /** None for what was not let run. */
    private static OptionalInt exitCodeOf(Outcome outcome) {
        return switch (outcome) {
            case Exited(var code, var _) -> OptionalInt.of(code);
            case Killed _ -> OptionalInt.of(KILLED);
            case Failed _ -> OptionalInt.of(NOT_RUN);
            case Lost _ -> OptionalInt.of(UNKNOWN);
            case Refused _, Forbidden _ -> OptionalInt.empty();
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
        status.put("duration", end.duration());
        end.exitCode().ifPresentOrElse(it -> status.put("exitcode", it), () -> status.putNull("exitcode"));
    }

    /** The member {@code container.meta}: an object as soon as the task has begun. */
    JsonNode meta() {
        if (began.isEmpty()) {
            return JSON.nullNode();
        }
        var meta = JSON.objectNode();
        node.ifPresent(it -> meta.putObject("Node").put("Name", it));
        if (end.isPresent() && end.get().exitCode().isEmpty()) {
            // Clients take a State for one with an exit code.
            return meta;
        }
        var state = meta.putObject("State");
        if (node.isPresent()) {
            state.put("Running", container.isPresent());
        }
        state.put("ExitCode", end.map(it -> it.exitCode().orElseThrow()).orElse(0));
        return meta;
    }

    /** Seconds since 1970 with three digits more, never with an exponent. */
    static DecimalNode seconds(Instant date) {
        return DecimalNode.valueOf(BigDecimal.valueOf(date.toEpochMilli(), 3));
    }
}
