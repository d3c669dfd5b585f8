package dev.slipway.task.task;

import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Stopping;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/** A task as it is stored. */
@Entity
@Table(name = "task")
class TaskRow {
    @Id
    long id;

    @Version
    int version;

    String owner;
    String project;
    String name;
    int cpus;

    @Column(name = "ram_gb")
    int ramGb;

    int gpus;
    String state;

    @Column(name = "submitted_at")
    Instant submittedAt;

    @Column(name = "queued_at")
    Instant queuedAt;

    int attempt;
    String node;

    @Column(name = "placed_at")
    Instant placedAt;

    @Column(name = "started_at")
    Instant startedAt;

    String directory;

    @Column(name = "engine_id")
    String engineId;

    String address;

    @Column(name = "stop_asked_at")
    Instant stopAskedAt;

    @Column(name = "ended_at")
    Instant endedAt;

    String outcome;

    @Column(name = "exit_code")
    Integer exitCode;

    @Column(name = "out_of_memory")
    boolean outOfMemory;

    String reason;
    String spec;

    static TaskRow of(Task task) {
        var row = new TaskRow();
        row.id = task.id().number();
        row.owner = task.owner().login();
        row.project = task.spec().project();
        row.name = task.spec().name();
        row.cpus = task.spec().demand().cpus();
        row.ramGb = task.spec().demand().ramGb();
        row.gpus = task.spec().demand().gpus();
        row.submittedAt = task.submittedAt();
        row.spec = StoredTask.of(task).toJson();
        row.take(task.state());
        return row;
    }

    /** Takes over what can change. */
    void take(TaskState next) {
        state = nameOf(next);
        switch (next) {
            case Created _ -> {}
            case Pending(var since) -> queuedAt = since;
            case Placed(var run) -> take(run);
            case Running(var run) -> take(run);
            case Stopping(var run, var asked) -> {
                take(run);
                stopAskedAt = asked;
            }
            case Ended(var run, var how, var at) -> {
                run.ifPresent(this::take);
                take(how);
                endedAt = at;
            }
        }
    }

    private void take(Run run) {
        node = run.node();
        attempt = run.attempt();
        placedAt = run.placedAt();
        startedAt = run.startedAt().orElse(null);
        directory = emptyToNull(run.directory());
        engineId = emptyToNull(run.engineId());
        address = emptyToNull(run.address());
    }

    private void take(Outcome how) {
        outcome = Outcomes.nameOf(how);
        switch (how) {
            case Exited(var code, var memory) -> {
                exitCode = code;
                outOfMemory = memory;
            }
            case Killed _ -> {}
            case Failed(var why) -> reason = why;
            case Lost(var why) -> reason = why;
        }
    }

    Task toTask() {
        var stored = StoredTask.fromJson(spec);
        return new Task(new TaskId(id), stored.account(), stored.spec(), submittedAt, toState());
    }

    private TaskState toState() {
        return switch (state) {
            case "created" -> new Created();
            case "pending" -> new Pending(queuedAt);
            case "placed" -> new Placed(toRun());
            case "running" -> new Running(toRun());
            case "stopping" -> new Stopping(toRun(), stopAskedAt);
            case "ended" -> new Ended(attempt == 0 ? Optional.empty() : Optional.of(toRun()), toOutcome(), endedAt);
            default -> throw new IllegalStateException("Task %d is in unknown state %s".formatted(id, state));
        };
    }

    private Run toRun() {
        return new Run(
                node,
                attempt,
                placedAt,
                Optional.ofNullable(startedAt),
                nullToEmpty(directory),
                nullToEmpty(engineId),
                nullToEmpty(address));
    }

    private Outcome toOutcome() {
        return switch (outcome) {
            case Outcomes.EXITED -> new Exited(exitCode, outOfMemory);
            case Outcomes.KILLED -> new Killed();
            case Outcomes.FAILED -> new Failed(nullToEmpty(reason));
            case Outcomes.LOST -> new Lost(nullToEmpty(reason));
            default -> throw new IllegalStateException("Task %d has unknown outcome %s".formatted(id, outcome));
        };
    }

    static String nameOf(TaskState state) {
        return switch (state) {
            case Created _ -> "created";
            case Pending _ -> "pending";
            case Placed _ -> "placed";
            case Running _ -> "running";
            case Stopping _ -> "stopping";
            case Ended _ -> "ended";
        };
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String nullToEmpty(String text) {
        return text == null ? "" : text;
    }
}
