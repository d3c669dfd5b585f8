package dev.slipway.task.task;

import static dev.slipway.task.task.ATask.DIRECTORY;
import static dev.slipway.task.task.ATask.NOON;

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
import java.util.Optional;
import java.util.Random;

/** Tasks wherever a task can stand, by the names the three dialects' table has for that. */
public final class StandingTasks {
    private static final Run PLACED = Run.on("node1", 1, NOON.plusSeconds(1));
    private static final Run RUN = PLACED.started(ATask.start());
    private static final Instant END = NOON.plusSeconds(64);
    private static final int MANY_STOPS = 11;

    private StandingTasks() {}

    /** A task that stands there; the array it may be is none where only a task can be. */
    public static Task of(String stand, TaskSpec spec, List<Volume> volumes, Random chance) {
        var array = stand.equals("SUSPENDED_ARRAY");
        return new Task(
                new TaskId(42),
                new Account("alice", 1001, 1001, List.of(), "alice@example.org"),
                spec.with(volumes).with(array ? arrayed(spec.needs()) : single(spec.needs())),
                NOON,
                state(stand, chance),
                course(stand));
    }

    private static Needs single(Needs needs) {
        return of(needs, Optional.empty());
    }

    private static Needs arrayed(Needs needs) {
        return of(needs, ArrayRange.parse("1:6:2"));
    }

    private static Needs of(Needs needs, Optional<ArrayRange> array) {
        return new Needs(
                needs.labels(),
                needs.parents(),
                needs.ports(),
                needs.network(),
                needs.tmpStorage(),
                needs.tmpBytes(),
                needs.interactive(),
                array,
                Optional.empty(),
                needs.fields());
    }

    private static TaskState state(String stand, Random chance) {
        return switch (stand) {
            case "CREATED" -> new Created();
            case "PENDING" -> new Pending(NOON);
            case "RESCHEDULED" -> new Pending(END);
            case "PLACED" -> new Placed(PLACED);
            case "PREPARING" -> new Placed(PLACED.prepared(DIRECTORY, ""));
            case "RUNNING", "SUSPENDING", "SUSPENDED", "SUSPEND_REJECTED", "RESUMING", "RESUMED", "RESUME_REJECTED" ->
                new Running(RUN);
            case "RESCHEDULING", "STOPPING", "UNKNOWN" ->
                new Stopping(chance.nextBoolean() ? RUN : PLACED, NOON.plusSeconds(30));
            case "SUSPENDED_ARRAY" -> new Spread(Optional.empty());
            case "ARCHIVED" -> new Archived(ended(new Outcome.Exited(0, false)), END.plusSeconds(60));
            case "DONE" -> ended(new Outcome.Exited(0, false));
            case "BROKEN" -> ended(new Outcome.Exited(1 + chance.nextInt(255), false));
            case "OUT_OF_MEMORY" -> ended(new Outcome.Exited(137, true));
            case "KILLED" -> chance.nextBoolean() ? ended(new Outcome.Killed()) : never(new Outcome.Killed());
            case "OUTLIVED" -> ended(new Outcome.Killed("Max duration reached"));
            case "NEVER_RAN" -> new Ended(Optional.of(PLACED), new Outcome.Failed("no such image"), END);
            case "LOST" -> ended(new Outcome.Lost("the node is gone"));
            case "REFUSED" -> never(new Outcome.Refused("over the quota"));
            case "FORBIDDEN" -> never(new Outcome.Forbidden("Not authorized"));
            default -> throw new IllegalArgumentException(stand);
        };
    }

    private static Ended ended(Outcome outcome) {
        return new Ended(Optional.of(RUN), outcome, END);
    }

    private static Ended never(Outcome outcome) {
        return new Ended(Optional.empty(), outcome, END);
    }

    private static Course course(String stand) {
        return switch (stand) {
            case "SUSPENDING" -> Course.NEW.with(Standing.SUSPENDING);
            case "SUSPENDED" -> Course.NEW.with(Standing.SUSPENDED);
            case "SUSPEND_REJECTED" -> Course.NEW.with(Standing.SUSPEND_REFUSED);
            case "RESUMING" -> Course.NEW.with(Standing.RESUMING);
            case "RESUMED" -> Course.NEW.with(Standing.RESUMED);
            case "RESUME_REJECTED" -> Course.NEW.with(Standing.RESUME_REFUSED);
            case "RESCHEDULING" -> Course.NEW.with(Standing.RESCHEDULING);
            case "RESCHEDULED" -> Course.NEW.again(RUN, Failures.NONE);
            case "UNKNOWN" -> stopped(Course.NEW, MANY_STOPS);
            case "SUSPENDED_ARRAY" ->
                Course.NEW
                        .with(new Course.Children(2, 1, Optional.of(NOON.plusSeconds(1)), DIRECTORY))
                        .with(Standing.SUSPENDED);
            default -> Course.NEW;
        };
    }

    private static Course stopped(Course course, int times) {
        return times == 0 ? course : stopped(course.stoppedAgain(), times - 1);
    }
}
