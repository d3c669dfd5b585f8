package dev.slipway.task.task;

import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Size;
import dev.slipway.task.task.Course.Children;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * A piece of work somebody asked for. Immutable: each change is a new task. What a node reports counts only for the live
 * attempt; everything older, repeated or late answers this task unchanged.
 */
public record Task(TaskId id, Account owner, TaskSpec spec, Instant submittedAt, TaskState state, Course course) {
    /** Attempts that may be declined: a node whose clock is wrong is always late. */
    private static final int MOST_DECLINED = 5;

    /** A task nothing special has happened to. */
    public Task(TaskId id, Account owner, TaskSpec spec, Instant submittedAt, TaskState state) {
        this(
                id,
                owner,
                spec,
                submittedAt,
                state,
                spec.needs().array().isPresent() ? Course.NEW.with(Children.NONE) : Course.NEW);
    }

    /** Offers a created task to the scheduler; children with their array, not by themselves. */
    public Task release(Instant now) {
        return state instanceof Created && course.member().isEmpty() ? in(new Pending(now)) : this;
    }

    /** A task on a node has ended only when its container is known to be gone; until then it is stopping. */
    public Task cancel(Instant now) {
        return cancel(now, "");
    }

    /** The same, with a reason that is no person's wish. */
    public Task cancel(Instant now, String why) {
        return switch (state) {
            case Created _, Pending _ -> course.children().isPresent() ? cancelChildren(now, why) : killed(now, why);
            case Spread(var asked) -> asked.isPresent() ? this : cancelChildren(now, why);
            case Placed(var run) -> in(new Stopping(run, now), course.endedFor(why));
            case Running(var run) -> in(new Stopping(run, now), course.endedFor(why));
            case Stopping(var run, var _) ->
                course.standing() == Standing.RESCHEDULING ? in(new Stopping(run, now), course.endedFor(why)) : this;
            case Ended _, Archived _ -> this;
        };
    }

    /** A quota, or what its owner may, does not let it run. */
    public Task refuse(Instant now, Outcome why) {
        return state instanceof Pending && course.children().isEmpty() ? in(new Ended(lastRun(), why, now)) : this;
    }

    private Task killed(Instant now, String why) {
        return in(new Ended(lastRun(), new Killed(why), now), course.endedFor(why));
    }

    /** Children that never left the queue are over by this; the others are to be ended one by one. */
    private Task cancelChildren(Instant now, String why) {
        var children = course.children().orElseThrow();
        var size = spec.needs().array().orElseThrow().size();
        var over = children.over() + size - children.begun();
        var next =
                course.endedFor(why).with(new Children(children.begun(), over, children.since(), children.directory()));
        return over == size
                ? in(new Ended(Optional.empty(), new Killed(why), now), next)
                : in(new Spread(Optional.of(now)), next);
    }

    /** All children of this array are over. */
    Task childrenOver(Sum sum) {
        var asked = state instanceof Spread(var when) ? when : Optional.<Instant>empty();
        if (isOver()) {
            return this;
        }
        return asked.isPresent()
                // Children that never left the queue ended with the wish.
                ? in(new Ended(Optional.empty(), new Killed(course.cause()), later(asked.get(), sum.lastEnd())))
                : in(new Ended(
                        Optional.empty(), sum.refusal().orElseGet(() -> new Exited(sum.code(), false)), sum.lastEnd()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Ends the attempt for the sake of another one. */
    public Task reschedule(Instant now) {
        return switch (state) {
            case Placed(var run) -> in(new Stopping(run, now), course.with(Standing.RESCHEDULING));
            case Running(var run) -> in(new Stopping(run, now), course.with(Standing.RESCHEDULING));
            case Created _, Pending _, Spread _, Stopping _, Ended _, Archived _ -> this;
        };
    }

    /**
     * Makes the children of an array that run stand still, and lets no other begin; of any other task the same as
     * {@link #suspend}.
     */
    public Task suspendWhole() {
        return isWaitingArray() && !standsStill() ? now(Standing.SUSPENDING) : suspend();
    }

    /** Lets the children of an array go on; of any other task the same as {@link #resume}. */
    public Task resumeWhole() {
        return isWaitingArray() && standsStill() ? now(Standing.RESUMING) : resume();
    }

    /** Whether children of it may still begin. */
    private boolean isWaitingArray() {
        return isArray() && (state instanceof Pending || (state instanceof Spread(var asked) && asked.isEmpty()));
    }

    /** Whether it was told to stand still, and not to go on. */
    public boolean standsStill() {
        return course.standing() == Standing.SUSPENDING || course.standing() == Standing.SUSPENDED;
    }

    /**
     * Makes it stand still, if it runs; what is on its way to that does when it has begun. An array is refused that, and stays as
     * it is where its children stand still.
     */
    public Task suspend() {
        return switch (state) {
            case Placed _, Running _ ->
                switch (course.standing()) {
                    case SUSPENDING, SUSPENDED, RESUMING, RESCHEDULING -> this;
                    case NORMAL, SUSPEND_REFUSED, RESUMED, RESUME_REFUSED, RESCHEDULED -> now(Standing.SUSPENDING);
                };
            case Created _, Pending _, Spread _ -> refusing(Standing.SUSPEND_REFUSED);
            case Stopping _, Ended _, Archived _ -> this;
        };
    }

    /** Lets it go on, if it stands still. */
    public Task resume() {
        return switch (state) {
            case Placed _ -> now(course.standing().takenBack());
            case Running _ ->
                switch (course.standing()) {
                    case SUSPENDING, SUSPENDED -> now(Standing.RESUMING);
                    case RESUMING, RESUMED, RESCHEDULING -> this;
                    case NORMAL, SUSPEND_REFUSED, RESUME_REFUSED, RESCHEDULED -> now(Standing.RESUME_REFUSED);
                };
            case Created _, Pending _, Spread _ -> refusing(Standing.RESUME_REFUSED);
            case Stopping _, Ended _, Archived _ -> this;
        };
    }

    /** Its node says that it stands still. */
    public Task suspended(int attempt) {
        return answered(attempt, Standing.SUSPENDING, Standing.SUSPENDED);
    }

    /** Its node says that it goes on. */
    public Task resumed(int attempt) {
        return answered(attempt, Standing.RESUMING, Standing.RESUMED);
    }

    /** Its node says that neither can be. */
    public Task pauseRefused(int attempt) {
        var task = answered(attempt, Standing.SUSPENDING, Standing.SUSPEND_REFUSED);
        return task.equals(this) ? answered(attempt, Standing.RESUMING, Standing.RESUME_REFUSED) : task;
    }

    private Task answered(int attempt, Standing asked, Standing now) {
        return state instanceof Running(var run) && run.attempt() == attempt && course.standing() == asked
                ? now(now)
                : this;
    }

    /** The same, waiting for so many tasks. */
    Task blockedBy(int parents) {
        return in(state, course.blockedBy(parents));
    }

    /** The same with a field changed. */
    public Task with(Map<String, String> fields) {
        return in(state, course.with(fields));
    }

    /** Its node has taken the attempt and works in {@code directory}. */
    public Task preparing(int attempt, String directory, String tmp) {
        return switch (state) {
            case Placed(var run) when run.attempt() == attempt -> in(new Placed(run.prepared(directory, tmp)));
            case Stopping(var run, var asked)
            when run.attempt() == attempt && run.startedAt().isEmpty() ->
                in(new Stopping(run.prepared(directory, tmp), asked));
            case Created _, Pending _, Placed _, Running _, Spread _, Stopping _, Ended _, Archived _ -> this;
        };
    }

    /** Its process runs. What was refused before it did is no answer of its node; that it shall stand still is to be told it now. */
    public Task started(int attempt, Run.Start start) {
        return switch (state) {
            case Placed(var run)
            when run.attempt() == attempt ->
                in(
                        new Running(run.started(start)),
                        course.standing() == Standing.SUSPENDING ? course : course.with(Standing.NORMAL));
            case Stopping(var run, var asked)
            when run.attempt() == attempt && run.startedAt().isEmpty() -> in(new Stopping(run.started(start), asked));
            case Created _, Pending _, Placed _, Running _, Spread _, Stopping _, Ended _, Archived _ -> this;
        };
    }

    /** Its process has ended and its files are kept. A killed task is killed whatever it returned. */
    public Task collected(int attempt, Exited exit, Run.Start start, Instant at, long bytes) {
        return end(attempt, run -> run.startedBy(start).leaving(bytes), exit, at);
    }

    /** The attempt never ran and never will; the task waits again while that happened less than {@code retries} times. */
    public Task failed(int attempt, String reason, Instant at, int retries) {
        return again(end(attempt, run -> run, new Failed(reason), at), retries);
    }

    /** Its node came too late to begin it. Nothing has failed but the moment, so it waits again whatever its policy. */
    public Task declined(int attempt, String reason, Instant at) {
        var ended = end(attempt, run -> run, new Failed(reason), at);
        return !isOver()
                        && course.declined() < MOST_DECLINED
                        && ended.state() instanceof Ended(var run, var outcome, var when)
                        && outcome instanceof Failed
                ? in(new Pending(when), course.declinedBy(run.orElseThrow()))
                : ended;
    }

    /** It is gone without a proved end; it waits again while that happened less than {@code retries} times. */
    public Task lost(int attempt, String reason, Instant at, int retries) {
        return again(end(attempt, run -> run, new Lost(reason), at), retries);
    }

    /** Another attempt for what ended by a fault of the system, not by a wish; both kinds are counted together. */
    private Task again(Task ended, int retries) {
        var run = liveRun();
        if (!(ended.state() instanceof Ended(var _, var outcome, var when))
                || run.isEmpty()
                || course.failures().count() >= retries) {
            return ended;
        }
        return switch (outcome) {
            case Failed(var reason) -> again(run.get(), reason, when);
            case Lost(var reason) -> again(run.get(), reason, when);
            case Exited _, Killed _, Refused _, Forbidden _ -> ended;
        };
    }

    private Task again(Run run, String reason, Instant when) {
        return in(new Pending(when), course.again(run, course.failures().plus(reason, run.node())));
    }

    /** The run of the attempt that holds a node, if one does. */
    public Optional<Run> liveRun() {
        return switch (state) {
            case Placed(var run) -> Optional.of(run);
            case Running(var run) -> Optional.of(run);
            case Stopping(var run, var _) -> Optional.of(run);
            case Created _, Pending _, Spread _, Ended _, Archived _ -> Optional.empty();
        };
    }

    /** The last attempt, live or not. */
    public Optional<Run> lastRun() {
        return switch (state) {
            case Ended(var run, var _, var _) -> run;
            case Archived(var end, var _) -> end.lastRun();
            case Pending _ -> course.before();
            case Created _, Placed _, Running _, Spread _, Stopping _ -> liveRun();
        };
    }

    public boolean isOver() {
        return end().isPresent();
    }

    /** How it ended, archived or not. */
    public Optional<Ended> end() {
        return switch (state) {
            case Ended end -> Optional.of(end);
            case Archived(var end, var _) -> Optional.of(end);
            case Created _, Pending _, Placed _, Running _, Spread _, Stopping _ -> Optional.empty();
        };
    }

    /** Gives its files up; only what is over can be archived, and only once. */
    public Task archive(Instant now) {
        return state instanceof Ended end ? in(new Archived(end, now)) : this;
    }

    /** Whether it stands for many. */
    public boolean isArray() {
        return course.children().isPresent();
    }

    /** What waits for a node when this task does: itself, or its children. */
    public List<TaskId> units() {
        return spec.needs()
                .array()
                .map(array -> LongStream.rangeClosed(1, array.size())
                        .mapToObj(place -> new TaskId(id.number() + place))
                        .toList())
                .orElseGet(() -> List.of(id));
    }

    /** The array this is a child of. */
    public ArrayRange bounds() {
        return spec.needs().within().orElseThrow();
    }

    /** What the scheduler knows of it. */
    public Shape shape() {
        var demand = spec.demand();
        var life = field(LifeSpan.FIELD).map(LifeSpan::stored).orElseGet(OptionalLong::empty);
        return new Shape(
                owner.login(),
                spec.project(),
                new Size(demand.cpus(), demand.ramGb(), demand.gpus(), demand.ports()),
                spec.needs().labels().stream().sorted().toList(),
                life.orElse(0) * 1000,
                course.failures().nodes().stream().sorted().toList());
    }

    /** Whether the scheduler may have it. */
    public boolean isReady() {
        return state instanceof Pending && course.blockedBy() == 0 && !(isArray() && standsStill());
    }

    /** A field as it is now. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(course.fields().get(name))
                .or(() -> Optional.ofNullable(spec.needs().fields().get(name)));
    }

    /** Its node was told once more to end the attempt. */
    public Task stoppedAgain(int attempt) {
        return state instanceof Stopping(var run, var _) && run.attempt() == attempt
                ? in(state, course.stoppedAgain())
                : this;
    }

    private Task end(int attempt, UnaryOperator<Run> told, Outcome outcome, Instant at) {
        return switch (state) {
            case Placed(var run) when run.attempt() == attempt -> ended(told.apply(run), outcome, at);
            case Running(var run) when run.attempt() == attempt -> ended(told.apply(run), outcome, at);
            case Stopping(var run, var _) when run.attempt() == attempt -> stopped(told.apply(run), at);
            case Created _, Pending _, Placed _, Running _, Spread _, Stopping _, Ended _, Archived _ -> this;
        };
    }

    private Task stopped(Run run, Instant at) {
        return course.standing() == Standing.RESCHEDULING
                ? in(new Pending(at), course.again(run, course.failures()))
                : ended(run, new Killed(course.cause()), at);
    }

    /** No end before its start, whatever two clocks say. */
    private Task ended(Run run, Outcome outcome, Instant at) {
        var start = run.startedAt().orElse(run.placedAt());
        return in(new Ended(Optional.of(run), outcome, at.isBefore(start) ? start : at), course.with(Standing.NORMAL));
    }

    /** What was asked of a whole array stays. */
    private Task refusing(Standing refused) {
        return isWaitingArray() && (standsStill() || course.standing() == Standing.RESUMING) ? this : now(refused);
    }

    private Task now(Standing standing) {
        return in(state, course.with(standing));
    }

    /** The same in another state. */
    public Task in(TaskState next) {
        return in(next, course);
    }

    private Task in(TaskState next, Course way) {
        return new Task(id, owner, spec, submittedAt, next, way);
    }
}
