package dev.slipway.task.schedule;

import static dev.slipway.task.task.ATask.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.Limits;
import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.plan.Plan;
import dev.slipway.task.plan.Rules;
import dev.slipway.task.plan.Standing;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.schedule.SimulatedNode.Command;
import dev.slipway.task.schedule.SimulatedNode.Word;
import dev.slipway.task.task.ATask;
import dev.slipway.task.task.Account;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository.Waiting;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Pending;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import dev.slipway.task.task.TaskState.Stopping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * task-service's rules and the scheduler around a store that is a map, two topics that may be read again from an earlier place,
 * and a node. Time is counted, chance comes from a seed, and every step is checked against the published promises.
 */
final class SimulatedSuite {
    private static final int CPUS = 4;
    private static final int RETRIES = 2;
    private static final long QUOTA = 12;
    private static final Limits LIMITED = new Limits(0, QUOTA, 0, 0, 0);

    private final Random random;
    private final Map<Long, Task> store = new LinkedHashMap<>();
    private final Map<String, Holding> held = new HashMap<>();
    private final Set<String> attempts = new HashSet<>();
    private final Set<String> ledger = new HashSet<>();
    private final Map<String, Double> ledgerCpus = new HashMap<>();
    private final Set<Long> cancelled = new HashSet<>();
    private final Map<Long, Outcome> ends = new HashMap<>();
    private final Topic<Command> commands = new Topic<>();
    private final Topic<Word> words = new Topic<>();
    private final SimulatedNode node = new SimulatedNode();
    private Board board = new Board(new TwoUsers());
    private Instant now = NOON;

    SimulatedSuite(long seed) {
        random = new Random(seed);
    }

    /** Anything that can happen next. */
    void anything() {
        now = now.plusMillis(random.nextInt(500));
        switch (random.nextInt(16)) {
            case 0, 1 -> submit();
            case 2 -> pick().ifPresent(this::cancel);
            case 3 -> pick().ifPresent(it -> change(it, Task::suspend));
            case 4 -> pick().ifPresent(it -> change(it, Task::resume));
            case 5 -> pick().ifPresent(it -> change(it, task -> task.reschedule(now)));
            case 6 -> commands.rewind(random.nextInt(6));
            case 7 -> words.rewind(random.nextInt(6));
            case 8 -> anotherLeads();
            case 9, 10 -> pass();
            default -> onward(true);
        }
        check();
    }

    /** Nothing new, and no more mishaps: it must come to its end. */
    void settle() {
        for (int i = 0; i < 20_000 && store.values().stream().anyMatch(it -> !it.isOver()); i++) {
            now = now.plusMillis(10);
            store.values().stream()
                    .filter(it -> it.course().standing() == dev.slipway.task.task.Standing.SUSPENDED)
                    .map(it -> it.id().number())
                    .toList()
                    .forEach(it -> change(it, Task::resume));
            pass();
            onward(false);
            check();
        }
        assertThat(store.values()).allMatch(Task::isOver);
        assertThat(ledger).isEqualTo(attempts);
        assertThat(held).isEmpty();
        for (var id : cancelled) {
            assertThat(ends.get(id)).as("task %d was cancelled", id).isInstanceOf(Outcome.Killed.class);
        }
    }

    private void onward(boolean mishaps) {
        commands.next().ifPresent(it -> node.take(it).forEach(words::add));
        node.go(random, mishaps).forEach(words::add);
        words.next().ifPresent(this::hear);
    }

    private void submit() {
        var like = ATask.aTask().build();
        var id = new TaskId(store.size() + 1L);
        var owner = random.nextInt(3) == 0 ? "limited" : "free";
        var task = new Task(id, new Account(owner, 1, 1, List.of(), ""), like.spec(), now, new Pending(now));
        store.put(id.number(), task);
        board.add(new Waiting(id, task.shape(), now));
    }

    private Optional<Long> pick() {
        return store.isEmpty() ? Optional.empty() : Optional.of(1L + random.nextInt(store.size()));
    }

    private void cancel(long id) {
        if (!store.get(id).isOver()) {
            cancelled.add(id);
        }
        change(id, task -> task.cancel(now));
    }

    /** As {@code Tasks} and {@code Progress} do it: the new state, what is told, and who must know. */
    private void change(long id, UnaryOperator<Task> step) {
        var before = store.get(id);
        var after = step.apply(before);
        if (after.equals(before)) {
            return;
        }
        assertThat(before.isOver()).as("an end is final").isFalse();
        store.put(id, after);
        if (after.state() instanceof Stopping(var run, var _) && !(before.state() instanceof Stopping)) {
            commands.add(new Command.Stop(id, run.attempt()));
        } else if (after.state() instanceof Running(var run)
                && after.course().standing() != before.course().standing()) {
            switch (after.course().standing()) {
                case SUSPENDING -> commands.add(new Command.Pause(id, run.attempt()));
                case RESUMING -> commands.add(new Command.Resume(id, run.attempt()));
                default -> {}
            }
        }
        if (before.liveRun().isPresent() && after.liveRun().isEmpty()) {
            attemptOver(before, before.liveRun().get());
        }
        if (after.state() instanceof Pending) {
            board.add(new Waiting(after.id(), after.shape(), after.submittedAt()));
        } else if (before.state() instanceof Pending) {
            board.remove(after.id());
        }
        if (after.state() instanceof Ended(var _, var outcome, var _)) {
            ends.put(id, outcome);
        }
    }

    private void attemptOver(Task task, Run run) {
        var name = task.id() + "-" + run.attempt();
        held.remove(name);
        board.freed(task.id(), run.attempt());
        assertThat(ledger.add(name)).as("attempt %s is counted once", name).isTrue();
        ledgerCpus.merge(task.owner().login(), (double) task.spec().demand().cpus(), Double::sum);
    }

    private void hear(Word word) {
        var start = new Run.Start("engine", "", "/srv", now);
        var attempt = word.attempt();
        change(word.task(), task -> switch (word.kind()) {
            case PREPARING -> task.preparing(attempt, "/srv");
            case STARTED -> task.started(attempt, start);
            case EXITED -> task;
            case COLLECTED ->
                task.collected(attempt, new Outcome.Exited(0, false), new Run.Start("", "", "", now), now);
            case FAILED -> task.failed(attempt, "no", now, 0);
            case LOST -> task.lost(attempt, "gone", now, RETRIES);
            case PAUSED -> task.suspended(attempt);
            case RESUMED -> task.resumed(attempt);
        });
        if (word.kind() == Word.Kind.EXITED) {
            held.remove(word.task() + "-" + attempt);
            board.freed(new TaskId(word.task()), attempt);
        }
    }

    private void pass() {
        board.used(
                new Used(Map.of("limited", new Usage(0, ledgerCpus.getOrDefault("limited", 0.0), 0, 0)), Map.of()),
                Optional.empty());
        var plan = board.plan(Rules.FIFO, List.of(beat()), now, 1 + random.nextInt(5));
        var placed = new ArrayList<Task>();
        for (var it : plan.placements()) {
            var task = store.get(it.task());
            var refusal = refusal(task);
            if (task.isReady() && refusal.isEmpty()) {
                placed.add(place(task));
            } else {
                refusal.ifPresent(why -> change(it.task(), waiting -> waiting.refuse(now, new Outcome.Refused(why))));
            }
        }
        board.placed(plan.placements(), placed, now);
        for (Plan.Refusal it : plan.refusals()) {
            change(
                    it.task(),
                    task -> task.refuse(now, new Outcome.Refused(it.reason().sentence())));
        }
    }

    /** As {@code Quotas} judges in the placing transaction: what is in the ledger, and attempts that are not over. */
    private Optional<String> refusal(Task task) {
        var owner = task.owner().login();
        var live = attempts.stream()
                .filter(it -> !ledger.contains(it) && ownerOf(it).equals(owner))
                .count();
        var used = new Usage(0, ledgerCpus.getOrDefault(owner, 0.0) + live, 0, 0);
        return new Standing(used, 0.5, new TwoUsers().ofUser(owner).limits())
                .refusal(task.shape().size());
    }

    private String ownerOf(String attempt) {
        return store.get(Long.parseLong(attempt.substring(0, attempt.indexOf('-'))))
                .owner()
                .login();
    }

    /** One transaction: state, attempt and command. */
    private Task place(Task task) {
        var attempt = task.lastRun().map(Run::attempt).orElse(0) + 1;
        var run = Run.on("n1", attempt, now);
        var after = new Task(task.id(), task.owner(), task.spec(), task.submittedAt(), new Placed(run), task.course());
        var name = task.id() + "-" + attempt;
        store.put(task.id().number(), after);
        assertThat(attempts.add(name)).as("attempt %s is placed once", name).isTrue();
        held.put(name, Holding.of(after, run));
        commands.add(new Command.Start(task.id().number(), attempt));
        return after;
    }

    /** It knows nothing but what is in the store. */
    private void anotherLeads() {
        board = new Board(new TwoUsers());
        board.reading();
        board.addAll(
                store.values().stream()
                        .filter(Task::isReady)
                        .map(it -> new Waiting(it.id(), it.shape(), it.submittedAt()))
                        .toList(),
                now);
        board.holding(held.values());
    }

    private void check() {
        var running = node.running();
        assertThat(running).as("attempts of a task never overlap").doesNotHaveDuplicates();
        assertThat(held.values().stream().mapToInt(it -> it.size().cpus()).sum())
                .isLessThanOrEqualTo(CPUS);
        var limited =
                attempts.stream().filter(it -> ownerOf(it).equals("limited")).count();
        assertThat(limited).as("the quota").isLessThanOrEqualTo(QUOTA);
        ends.forEach((id, outcome) -> assertThat(store.get(id).state())
                .isInstanceOfSatisfying(
                        Ended.class, it -> assertThat(it.outcome()).isEqualTo(outcome)));
    }

    private Heartbeat beat() {
        return new Heartbeat("n1", "http://127.0.0.1:1", CPUS, 64 * Demand.GIB, 0, true, Map.of(), now);
    }

    private static final class TwoUsers implements Rights {
        @Override
        public Right ofUser(String login) {
            return new Right(0.5, login.equals("limited") ? LIMITED : Limits.NONE);
        }

        @Override
        public Right ofProject(String project) {
            return Right.USUAL;
        }

        @Override
        public boolean mayRun(String login, String project) {
            return true;
        }
    }

    /** Read in order, and again from an earlier place after a crash. */
    private static final class Topic<T> {
        private final List<T> records = new ArrayList<>();
        private int next;

        void add(T it) {
            records.add(it);
        }

        Optional<T> next() {
            return next < records.size() ? Optional.of(records.get(next++)) : Optional.empty();
        }

        void rewind(int count) {
            next = Math.max(0, next - count);
        }
    }
}
