package dev.slipway.task.task;

import dev.slipway.task.task.Outcome.Exited;
import dev.slipway.task.task.Outcome.Failed;
import dev.slipway.task.task.Outcome.Forbidden;
import dev.slipway.task.task.Outcome.Killed;
import dev.slipway.task.task.Outcome.Lost;
import dev.slipway.task.task.Outcome.Refused;
import dev.slipway.task.task.TaskState.Archived;
import dev.slipway.task.task.TaskState.Created;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.TaskState.Stopping;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A task as it is stored. */
@Entity
@Table(name = "task")
class TaskRow {
    @Id
    long id;

    @Version
    int version;

    /** What was handed in is never written again. */
    @Column(updatable = false)
    String owner;

    @Column(updatable = false)
    String project;

    @Column(updatable = false)
    String name;

    @Column(updatable = false)
    int cpus;

    @Column(name = "ram_gb", updatable = false)
    int ramGb;

    @Column(updatable = false)
    int gpus;

    String state;

    @Column(name = "submitted_at", updatable = false)
    Instant submittedAt;

    @Column(name = "queued_at")
    Instant queuedAt;

    /** The transaction that made it wait, written by the database. */
    @Column(name = "queued_in", insertable = false, updatable = false)
    long queuedIn;

    int attempt;
    String node;

    @Column(name = "placed_at")
    Instant placedAt;

    @Column(name = "started_at")
    Instant startedAt;

    String directory;
    String tmp;

    @Column(name = "engine_id")
    String engineId;

    String address;

    @Column(name = "stop_asked_at")
    Instant stopAskedAt;

    @Column(name = "ended_at")
    Instant endedAt;

    @Column(name = "archived_at")
    Instant archivedAt;

    String outcome;

    @Column(name = "exit_code")
    Integer exitCode;

    @Column(name = "out_of_memory")
    boolean outOfMemory;

    String reason;

    /** Null for a child of an array, which asks for what the array asks for. */
    @Column(updatable = false)
    String spec;

    @Column(name = "parent_id", updatable = false)
    Long parentId;

    @Column(name = "array_index", updatable = false)
    Integer arrayIndex;

    @Column(name = "array_first", updatable = false)
    Integer arrayFirst;

    @Column(name = "array_step", updatable = false)
    Integer arrayStep;

    @Column(name = "array_size", updatable = false)
    Integer arraySize;

    @Column(name = "array_begun")
    Integer arrayBegun;

    @Column(name = "array_over")
    Integer arrayOver;

    int blocked;

    @Column(updatable = false)
    int ports;

    @Column(name = "port_map")
    String portMap;

    double score;
    long bytes;

    String standing;

    @Column(name = "failure_reason")
    String failureReason;

    @Column(name = "failure_nodes")
    String failureNodes;

    @Column(name = "failure_count")
    int failureCount;

    @Column(name = "stops_repeated")
    int stopsRepeated;

    int declined;

    String fields;

    @Column(name = "life_span")
    Long lifeSpan;

    /** Read out of {@code spec} by the database. Here because a native query must know every column it finds. */
    @Column(insertable = false, updatable = false)
    String image;

    @Column(insertable = false, updatable = false)
    String tags;

    @Column(insertable = false, updatable = false)
    String labels;

    @Column(insertable = false, updatable = false)
    String script;

    static TaskRow of(Task task) {
        var row = new TaskRow();
        row.id = task.id().number();
        row.owner = task.owner().login();
        row.project = task.spec().project();
        row.name = task.spec().name();
        row.cpus = task.spec().demand().cpus();
        row.ramGb = task.spec().demand().ramGb();
        row.gpus = task.spec().demand().gpus();
        row.ports = task.spec().demand().ports();
        task.spec().needs().array().ifPresent(array -> {
            row.arrayFirst = array.first();
            row.arrayStep = array.step();
            row.arraySize = array.size();
        });
        row.submittedAt = task.submittedAt();
        row.spec =
                task.course().member().isPresent() ? null : StoredTask.of(task).toJson();
        row.take(task);
        return row;
    }

    /** Takes over what can change. */
    void take(Task task) {
        StoredCourse.keep(task, this);
        take(task.state());
    }

    private void take(TaskState next) {
        state = nameOf(next);
        switch (next) {
            case Created _ -> {}
            case Pending(var since) -> {
                queuedAt = since;
                stopAskedAt = null;
            }
            case Placed(var run) -> take(run);
            case Running(var run) -> take(run);
            case Spread(var asked) -> stopAskedAt = asked.orElse(null);
            case Stopping(var run, var asked) -> {
                take(run);
                stopAskedAt = asked;
            }
            case Ended(var run, var how, var at) -> {
                run.ifPresentOrElse(this::take, this::takeNoRun);
                take(how);
                endedAt = at;
            }
            case Archived(var _, var at) -> archivedAt = at;
        }
    }

    /** It ended before its first attempt. */
    private void takeNoRun() {
        node = null;
    }

    private void take(Run run) {
        node = run.node();
        attempt = run.attempt();
        placedAt = run.placedAt();
        startedAt = run.startedAt().orElse(null);
        directory = emptyToNull(run.directory());
        tmp = emptyToNull(run.tmp());
        engineId = emptyToNull(run.engineId());
        address = emptyToNull(run.address());
        portMap = run.ports().isEmpty() ? null : StoredCourse.ports(run.ports());
        score = run.score();
        bytes = run.bytes();
    }

    private void take(Outcome how) {
        outcome = Outcomes.nameOf(how);
        switch (how) {
            case Exited(var code, var memory) -> {
                exitCode = code;
                outOfMemory = memory;
            }
            case Killed(var why) -> reason = emptyToNull(why);
            case Failed(var why) -> reason = why;
            case Lost(var why) -> reason = why;
            case Refused(var why) -> reason = why;
            case Forbidden(var why) -> reason = why;
        }
    }

    /** @param shared what the array asks for, where this is a child of it; else its own */
    Task toTask(String shared) {
        return toTask(StoredTask.fromJson(shared));
    }

    Task toTask(StoredTask stored) {
        return new Task(
                new TaskId(id),
                stored.account(),
                parentId == null ? stored.spec() : stored.spec().ofChild(),
                submittedAt,
                toState(),
                StoredCourse.of(this));
    }

    Task toTask() {
        return toTask(spec);
    }

    /** The child of this array that has no row of its own, as far as its reader can tell. */
    Task childWithoutRow(long child) {
        return childWithoutRow(child, toTask());
    }

    /** @param array this row, read once for many children */
    Task childWithoutRow(long child, Task array) {
        var place = child - id - 1;
        var range = array.spec().needs().array().orElseThrow();
        var state = switch (array.state()) {
            case Created it -> it;
            case Pending it -> it;
            case Spread(var asked) ->
                asked.<TaskState>map(when -> new Ended(Optional.empty(), new Killed(nullToEmpty(reason)), when))
                        .orElseGet(() -> new Pending(queuedAt));
            case Ended(var _, var _, var at) -> new Ended(Optional.empty(), new Killed(), at);
            case Archived(var end, var when) -> new Archived(new Ended(Optional.empty(), new Killed(), end.at()), when);
            case Placed _, Running _, Stopping _ ->
                throw new IllegalStateException("Array %d is on a node".formatted(id));
        };
        var member = new Course.Member(new TaskId(id), range.index(place));
        var course = new Course(
                Optional.of(member),
                Optional.empty(),
                Standing.NORMAL,
                "",
                Failures.NONE,
                array.course().fields(),
                Optional.empty(),
                blocked,
                0,
                0);
        return new Task(new TaskId(child), array.owner(), array.spec().ofChild(), submittedAt, state, course);
    }

    /** It waits for another attempt, or ended so: the end of what is on a node is asked for, or told by it. */
    boolean isBetweenAttempts() {
        return attempt > 0 && node != null && (state.equals("pending") || (state.equals("ended") && endedInQueue()));
    }

    private boolean endedInQueue() {
        return switch (outcome) {
            case Outcomes.KILLED -> stopAskedAt == null;
            case Outcomes.REFUSED, Outcomes.FORBIDDEN -> true;
            default -> false;
        };
    }

    boolean isStoppingOrKilled() {
        return state.equals("stopping") || state.equals("spread") || Outcomes.KILLED.equals(outcome);
    }

    private TaskState toState() {
        return switch (state) {
            case "created" -> new Created();
            case "pending" -> new Pending(queuedAt);
            case "placed" -> new Placed(toRun());
            case "running" -> new Running(toRun());
            case "stopping" -> new Stopping(toRun(), stopAskedAt);
            case "spread" -> new Spread(Optional.ofNullable(stopAskedAt));
            case "ended" -> archivedAt == null ? toEnded() : new Archived(toEnded(), archivedAt);
            default -> throw new IllegalStateException("Task %d is in unknown state %s".formatted(id, state));
        };
    }

    private Ended toEnded() {
        return new Ended(node == null ? Optional.empty() : Optional.of(toRun()), toOutcome(), endedAt);
    }

    Run toRun() {
        return new Run(
                node,
                attempt,
                placedAt,
                Optional.ofNullable(startedAt),
                nullToEmpty(directory),
                nullToEmpty(tmp),
                nullToEmpty(engineId),
                nullToEmpty(address),
                portMap == null ? List.of() : StoredCourse.ports(portMap),
                score,
                bytes);
    }

    private Outcome toOutcome() {
        return switch (outcome) {
            case Outcomes.EXITED -> new Exited(exitCode, outOfMemory);
            case Outcomes.KILLED -> new Killed(nullToEmpty(reason));
            case Outcomes.FAILED -> new Failed(nullToEmpty(reason));
            case Outcomes.LOST -> new Lost(nullToEmpty(reason));
            case Outcomes.REFUSED -> new Refused(nullToEmpty(reason));
            case Outcomes.FORBIDDEN -> new Forbidden(nullToEmpty(reason));
            default -> throw new IllegalStateException("Task %d has unknown outcome %s".formatted(id, outcome));
        };
    }

    static String nameOf(TaskState state) {
        return switch (state) {
            case Created _ -> "created";
            case Pending _ -> "pending";
            case Placed _ -> "placed";
            case Running _ -> "running";
            case Spread _ -> "spread";
            case Stopping _ -> "stopping";
            // Archived or not is a column of its own: to the queue and to lists both are over.
            case Ended _, Archived _ -> "ended";
        };
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String nullToEmpty(String text) {
        return text == null ? "" : text;
    }
}
