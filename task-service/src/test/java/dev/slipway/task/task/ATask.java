package dev.slipway.task.task;

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
import java.util.OptionalInt;

/** Builds tasks for tests. */
public final class ATask {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final String DIRECTORY = "/srv/jobs/tasks/pairtree_root/42/task";
    public static final String TMP = "/srv/jobs/tasks/pairtree_root/42/tmp";
    private static final Run PLACED = Run.on("node1", 1, NOON.plusSeconds(1));
    private static final Run STARTED = PLACED.started(start());

    private static final ArrayRange THREE = new ArrayRange("1:6:2", 1, 2, 3);

    private TaskState state = new Pending(NOON);
    private Course course = Course.NEW;
    private Demand demand = new Demand(1, 2, 0);
    private Needs needs = Needs.NONE;
    private OptionalInt failurePolicy = OptionalInt.empty();
    private boolean root;
    private List<Volume> volumes = List.of();

    private ATask() {}

    public static ATask aTask() {
        return new ATask();
    }

    /** What a node tells when the process began: four seconds after noon. */
    public static Run.Start start() {
        return start("");
    }

    private static Run.Start start(String tmp) {
        return new Run.Start("9f2c", "172.17.0.2", DIRECTORY, tmp, NOON.plusSeconds(4));
    }

    public ATask created() {
        return in(new Created());
    }

    public ATask placed() {
        return in(new Placed(PLACED));
    }

    /** Its attempt has that number. */
    public ATask placed(int attempt) {
        return in(new Placed(Run.on("node1", attempt, NOON.plusSeconds(1))));
    }

    public ATask running() {
        return in(new Running(STARTED));
    }

    public ATask stopping() {
        return in(new Stopping(STARTED, NOON.plusSeconds(30)));
    }

    public ATask stoppingBeforeItsStart() {
        return in(new Stopping(PLACED, NOON.plusSeconds(2)));
    }

    public ATask ended(Outcome outcome) {
        return in(new Ended(Optional.of(STARTED), outcome, NOON.plusSeconds(64)));
    }

    public ATask failed(String reason) {
        return in(new Ended(
                Optional.of(PLACED.prepared(DIRECTORY, "")), new Outcome.Failed(reason), NOON.plusSeconds(5)));
    }

    public ATask killedWhilePending() {
        return in(new Ended(Optional.empty(), new Outcome.Killed(), NOON.plusSeconds(9)));
    }

    /** A quota did not let it run. */
    public ATask refused(String why) {
        return in(new Ended(Optional.empty(), new Outcome.Refused(why), NOON.plusSeconds(9)));
    }

    /** It ended that way, and its files were given up. */
    public ATask archived(Outcome outcome) {
        return in(new Archived(new Ended(Optional.of(STARTED), outcome, NOON.plusSeconds(64)), NOON.plusSeconds(3600)));
    }

    /** It runs, and stands still. */
    public ATask suspended() {
        course = Course.NEW.with(Standing.SUSPENDED);
        return running();
    }

    /** It runs, with a port to its shell and one more. */
    public ATask interactive() {
        needs = needs(List.of(8080), true, Optional.empty(), Optional.empty());
        demand = new Demand(1, 2, 0, 2);
        return in(new Running(STARTED.with(List.of(new Run.Port(10_000, 22), new Run.Port(10_001, 8080)))));
    }

    /** It runs, with temporary storage and a script of its own name. */
    public ATask outfitted() {
        var script = new Outfit(Optional.of(new Script("run.sh", Optional.empty())), Map.of(), false);
        needs = new Needs(
                List.of(),
                List.of(),
                List.of(),
                "public",
                Optional.of("1g"),
                1L << 30,
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                script);
        return in(new Running(PLACED.started(start(TMP))));
    }

    /** Its first attempt was lost, and it waits for another one. */
    public ATask retried(String why) {
        failurePolicy = OptionalInt.of(2);
        course = Course.NEW.again(STARTED, Failures.NONE.plus(why, "node1"));
        return in(new Pending(NOON.plusSeconds(30)));
    }

    /** An array of three: two have begun, one of which is over. */
    public ATask array() {
        needs = needs(List.of(), false, Optional.of(THREE), Optional.empty());
        course = Course.NEW.with(new Course.Children(2, 1, Optional.of(NOON.plusSeconds(1)), DIRECTORY));
        return in(new Spread(Optional.empty()));
    }

    /** The same when all three are over; the first that failed told {@code code}. */
    public ATask arrayOver(int code) {
        array();
        course = Course.NEW.with(new Course.Children(3, 3, Optional.of(NOON.plusSeconds(1)), DIRECTORY));
        return in(new Ended(Optional.empty(), new Outcome.Exited(code, false), NOON.plusSeconds(64)));
    }

    /** The last child of such an array, which runs. */
    public ATask child() {
        needs = needs(List.of(), false, Optional.empty(), Optional.of(THREE));
        course = new Course(
                Optional.of(new Course.Member(new TaskId(39), 5)),
                Optional.empty(),
                Standing.NORMAL,
                "",
                Failures.NONE,
                Map.of(),
                Optional.empty(),
                0,
                0,
                0);
        return running();
    }

    private static Needs needs(
            List<Integer> ports, boolean interactive, Optional<ArrayRange> array, Optional<ArrayRange> within) {
        return new Needs(
                List.of(), List.of(), ports, "public", Optional.empty(), 0, interactive, array, within, Map.of());
    }

    public ATask with(Volume... some) {
        volumes = List.of(some);
        return this;
    }

    public ATask root() {
        root = true;
        return this;
    }

    private ATask in(TaskState next) {
        state = next;
        return this;
    }

    public Task build() {
        return new Task(
                new TaskId(42),
                new Account("alice", 1001, 1001, List.of(), "alice@example.org"),
                spec(),
                NOON,
                state,
                course);
    }

    private TaskSpec spec() {
        return new TaskSpec(
                "blast",
                "",
                List.of("galaxy", "t1"),
                "default",
                "slipway/base:latest",
                "#!/bin/sh\necho hello\n",
                root,
                true,
                demand,
                volumes,
                List.of(),
                failurePolicy,
                "docker",
                false,
                needs);
    }
}
