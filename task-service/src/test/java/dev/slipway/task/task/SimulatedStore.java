package dev.slipway.task.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.KeptOutbox;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.AttemptRepository.Open;
import dev.slipway.task.task.TaskRepository.Choice;
import dev.slipway.task.task.TaskRepository.Waiting;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Spread;
import dev.slipway.task.task.TaskState.Stopping;
import dev.slipway.task.usage.UsageEntry;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The store in memory, and around it what is done in its transactions: each method is one, and what it signals comes after
 * the commit. What is decided in them is decided by production code: {@link Task}, {@link Ends}, {@link Refusals},
 * {@link ArrayStarts}, and rows are real rows.
 */
public final class SimulatedStore {
    private static final String TOO_LONG = "Max duration reached";

    final SimulatedRows rows = new SimulatedRows();
    final SimulatedAttempts attempts = new SimulatedAttempts(rows);
    final SimulatedDependencies dependencies = new SimulatedDependencies(rows);
    final SimulatedLedger ledger = new SimulatedLedger();
    final KeptOutbox outbox = new KeptOutbox();
    final Ends ends;
    final Set<String> givenUp = new HashSet<>();
    private final Refusals refusals;
    private final ArrayStarts arrayStarts = new ArrayStarts(rows);
    final InstantSource clock;

    public SimulatedStore(InstantSource clock) {
        this.clock = clock;
        ends = new Ends(rows, attempts, dependencies, rows.arrays, ledger, outbox, clock);
        refusals = new Refusals(rows, ends);
    }

    static <T> T now(Uni<T> done) {
        return done.await().indefinitely();
    }

    public TaskId nextIds(int count) {
        return now(rows.nextIds(count));
    }

    public KeptOutbox outbox() {
        return outbox;
    }

    /** As {@code Submissions} does it. */
    public void submit(Task task, TaskSignals signals) {
        var parents = task.spec().needs().parents();
        var open = now(dependencies.lock(parents)).stream()
                .filter(it -> !it.over())
                .map(DependencyRepository.Parent::number)
                .toList();
        var stored = task.blockedBy(open.size());
        now(rows.insert(List.of(stored)));
        if (!open.isEmpty()) {
            now(dependencies.add(stored.id(), open));
        }
        tell(List.of(new TaskEvent.Submitted(
                stored.id().number(),
                stored.owner().login(),
                stored.spec().project(),
                stored.spec().name(),
                stored.submittedAt())));
        if (stored.isReady()) {
            signals.waiting(stored);
        }
    }

    /** One that is stored by a transaction that takes long; the answer commits it. Nobody knows of the task before. */
    public Consumer<TaskSignals> submitSlowly(Task task) {
        var number = rows.transactions().begin();
        return signals -> rows.transactions().commit(number, () -> submit(task, signals));
    }

    /** As {@code Tasks} does it. */
    public void release(long id, TaskSignals signals) {
        change(id, task -> task.release(clock.instant()), signals);
        var after = task(id);
        if (after.isReady()) {
            signals.waiting(after);
        }
    }

    /** As {@code Tasks} does it, of tasks that are not over. */
    public void set(long id, Map<String, String> fields, TaskSignals signals) {
        change(id, task -> task.with(fields), signals);
        if (task(id).isArray()) {
            now(rows.setOfChildren(new TaskId(id), fields));
        }
    }

    /** As {@code Tasks} does it: the new state, what is told, and who must know. */
    public void change(long id, UnaryOperator<Task> step, TaskSignals signals) {
        var before = task(id);
        var change = new Tasks.Change(before, step.apply(before));
        if (!change.happened()) {
            return;
        }
        var after = change.after();
        var waiting = after.isOver() ? now(ends.keep(after)) : goOn(change);
        if (change.leftTheQueue()) {
            signals.noLongerWaiting(before);
        }
        signals.waiting(waiting);
    }

    private Freed goOn(Tasks.Change change) {
        var after = change.after();
        now(rows.update(after));
        tell(told(change.before(), after));
        if (change.standsStill()) {
            now(rows.forgetRefusals(after.id()));
        }
        if (change.isReleasedArray()) {
            now(rows.releaseChildren(after.id(), clock.instant()));
        }
        if (change.goesOn()) {
            now(rows.queueAgain(after.id(), clock.instant()));
            return Freed.of(after);
        }
        return isStoppedArray(change.before(), after) ? now(ends.stopped(after)) : Freed.NOTHING;
    }

    private static boolean isStoppedArray(Task before, Task after) {
        return after.state() instanceof Spread(var asked)
                && asked.isPresent()
                && !before.state().equals(after.state());
    }

    private List<Event> told(Task before, Task after) {
        var now = clock.instant();
        if (after.state() instanceof Stopping(var run, var asked) && !(before.state() instanceof Stopping)) {
            return List.of(Tasks.stopCommand(after, run, asked));
        }
        if (after.state() instanceof Running(var run)
                && after.course().standing() != before.course().standing()) {
            var owner = Owner.task(
                    after.id().number(), after.owner().login(), after.spec().project());
            var name = ContainerCommand.nameOf(owner, run.attempt());
            return switch (after.course().standing()) {
                case SUSPENDING -> List.of(Tasks.pauseCommand(after, run, now));
                case RESUMING -> List.of(new ContainerCommand.Resume(name, run.node(), owner, run.attempt(), now));
                case NORMAL, SUSPENDED, SUSPEND_REFUSED, RESUMED, RESUME_REFUSED, RESCHEDULING, RESCHEDULED ->
                    List.of();
            };
        }
        return List.of();
    }

    void tell(List<? extends Event> events) {
        now(outbox.append(events));
    }

    /** As {@code Placements} does it, after its look at the lease and the quotas. */
    public List<Task> place(Map<TaskId, Choice> chosen, Function<Task, List<Event>> told, Instant now) {
        var placed = now(rows.place(chosen, now));
        placed.forEach(this::mustBeFree);
        attempts.add(placed);
        placed.forEach(it -> tell(told.apply(it)));
        tell(now(arrayStarts.by(placed)));
        return placed;
    }

    private void mustBeFree(Task placed) {
        assertThat(placed.spec().needs().parents())
                .as("task %s waits for all of its parents", placed.id())
                .allMatch(it -> task(it).isOver());
        assertThat(attempts.open())
                .as("attempts of task %s follow each other", placed.id())
                .noneMatch(it -> it.task == placed.id().number());
    }

    /** As {@code Placements} does it for those no quota allows; the answer is what waited for them. */
    public Freed refuse(Map<TaskId, Outcome> reasons, Instant now) {
        return now(refusals.refuse(reasons, now));
    }

    /** As {@code StopAgain} does it. */
    public void stopAgain(Task task, String node, int attempt, Instant at) {
        var counted = task.stoppedAgain(attempt);
        if (!counted.equals(task)) {
            now(rows.update(counted));
        }
        tell(List.of(Tasks.stopCommand(task, Run.on(node, attempt, at), at)));
    }

    /** As {@code Upkeep} does it. */
    public void upkeep(TaskSignals signals) {
        var now = clock.instant();
        for (var child : rows.arrays.toStop()) {
            var why = Optional.ofNullable(rows.row(child.parentId).orElseThrow().reason);
            change(child.id, task -> task.cancel(now, why.orElse("")), signals);
        }
        rows.live()
                .filter(it -> it.state.equals("running") && it.lifeSpan != null)
                .filter(it -> it.startedAt.plusSeconds(it.lifeSpan).isBefore(now))
                .toList()
                .forEach(it -> change(it.id, task -> task.cancel(now, TOO_LONG), signals));
    }

    public Optional<Task> find(long id) {
        return rows.get(id);
    }

    public Task task(long id) {
        return rows.get(id).orElseThrow();
    }

    /** Tasks with a row that changed since the last call. */
    public Set<Long> takeChanged() {
        return rows.takeChanged();
    }

    /** Those with rows that are not over. */
    public List<Task> live() {
        return rows.live().map(it -> task(it.id)).toList();
    }

    /** What the scheduler may place and what began to wait since then. */
    public QueueMark waiting(QueueMark since, Consumer<List<Waiting>> taker) {
        return now(rows.waiting(since, taker));
    }

    /** How many the scheduler may place. */
    public int ready() {
        var ready = new ArrayList<Waiting>();
        waiting(QueueMark.NONE, ready::addAll);
        return ready.size();
    }

    public List<Holding> holding() {
        return now(attempts.holding());
    }

    public List<String> nodesWithOpen() {
        return now(attempts.nodesWithOpen());
    }

    public List<Open> open(String node) {
        return now(attempts.open(node));
    }

    /** Those of which an attempt has run. */
    public Set<Long> counted(Collection<TaskId> tasks) {
        return tasks.stream()
                .map(TaskId::number)
                .filter(it -> ledger.countingOf(it).isPresent())
                .collect(Collectors.toSet());
    }

    /** The same of those that wait for another attempt. */
    public Set<Long> countedThatWait() {
        return counted(rows.live()
                .filter(it -> it.state.equals("pending") && it.attempt > 0)
                .map(it -> new TaskId(it.id))
                .toList());
    }

    /** What is in the ledger, by owner, but what tasks ask for that have another attempt under way. */
    public Map<String, Usage> used() {
        return ended(ledger.sums(), UsageEntry::owner);
    }

    /** The same by project. */
    public Map<String, Usage> usedOn() {
        return ended(ledger.sumsOfProjects(), UsageEntry::project);
    }

    private Map<String, Usage> ended(Map<String, Usage> sums, Function<UsageEntry, String> whose) {
        var all = new HashMap<>(sums);
        attempts.open()
                .flatMap(it -> ledger.countingOf(it.task).stream())
                .forEach(it ->
                        all.merge(whose.apply(it), new Usage(0, -it.cpus(), -it.ramGb(), -it.gpus()), Usage::plus));
        return all;
    }

    /** What is in the ledger, and what attempts hold that are not over. */
    public Map<String, Usage> usedAndHeld() {
        return andHeld(used(), it -> it.owner);
    }

    /** The same by project. */
    public Map<String, Usage> usedAndHeldOn() {
        return andHeld(usedOn(), it -> it.project);
    }

    private Map<String, Usage> andHeld(Map<String, Usage> sums, Function<SimulatedAttempts.Row, String> whose) {
        var all = new HashMap<>(sums);
        attempts.open()
                .forEach(it -> all.merge(
                        whose.apply(it), new Usage(0, it.size.cpus(), it.size.ramGb(), it.size.gpus()), Usage::plus));
        return all;
    }

    /** All attempts ever made, by their names: how they ended, which is empty while they have not. */
    public Map<String, Optional<String>> outcomes() {
        var all = new HashMap<String, Optional<String>>();
        attempts.all().forEach(it -> all.put(it.name(), it.outcome));
        return all;
    }

    public boolean isClosed(String attempt) {
        return attempts.find(attempt).orElseThrow().endedAt.isPresent();
    }

    /** Whether it ended because nobody held it any more, and not by a word of its node. */
    public boolean wasGivenUp(String attempt) {
        return givenUp.contains(attempt);
    }

    public Map<String, UsageEntry> ledger() {
        return ledger.entries();
    }
}
