package dev.slipway.task.task;

import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Stopping;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds tasks for tests. */
public final class ATask {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final String DIRECTORY = "/srv/jobs/tasks/pairtree_root/42/task";
    private static final Run PLACED = Run.on("node1", 1, NOON.plusSeconds(1));
    private static final Run STARTED = PLACED.started(start());

    private TaskState state = new Pending(NOON);
    private boolean root;
    private List<Volume> volumes = List.of();

    private ATask() {}

    public static ATask aTask() {
        return new ATask();
    }

    /** What a node tells when the process began: four seconds after noon. */
    public static Run.Start start() {
        return new Run.Start("9f2c", "172.17.0.2", DIRECTORY, NOON.plusSeconds(4));
    }

    public ATask created() {
        return in(new Created());
    }

    public ATask placed() {
        return in(new Placed(PLACED));
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
        return in(new Ended(Optional.of(PLACED.prepared(DIRECTORY)), new Outcome.Failed(reason), NOON.plusSeconds(5)));
    }

    public ATask killedWhilePending() {
        return in(new Ended(Optional.empty(), new Outcome.Killed(), NOON.plusSeconds(9)));
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
                new TaskId(42), new Account("alice", 1001, 1001, List.of(), "alice@example.org"), spec(), NOON, state);
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
                new Demand(1, 2, 0),
                volumes,
                List.of(),
                OptionalInt.empty(),
                "docker",
                false);
    }
}
