package dev.slipway.task.schedule;

import static dev.slipway.task.task.ATask.NOON;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.task.task.Freed;
import dev.slipway.task.task.LifeSpan;
import dev.slipway.task.task.SimulatedProgress;
import dev.slipway.task.task.SimulatedStore;
import dev.slipway.task.task.Standing;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskSignals;
import dev.slipway.task.task.TaskState.Created;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Users, two replicas of task-service, three nodes, and the store and the topics between them. Time is counted, chance comes from a
 * seed, and after every step the promises are looked at.
 */
final class SimulatedSuite {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int CROWD = 12;
    /** More than enough for all that some hundred steps can leave. */
    private static final Duration BOUND = Duration.ofMinutes(30);

    private final Random random;
    private final SimulatedStore store = new SimulatedStore(() -> this.now);
    private final SimulatedProgress progress = new SimulatedProgress(store, Promises.RETRIES);
    private final Truth truth = new Truth();
    private final SimulatedLease lease = new SimulatedLease(truth);
    private final SimulatedNode.Kafka kafka =
            new SimulatedNode.Kafka(new SimulatedTopic<>(), new SimulatedTopic<>(), new SimulatedTopic<>());
    private final SimulatedTopic<ContainerEvent>.Reader words = kafka.words().reader();
    private final SimulatedUsers users;
    private final Promises promises;
    private final SimulatedFaults faults = new SimulatedFaults(truth, () -> this.now);
    private final Starvation starvation = new Starvation(store, faults);
    /** Submissions whose transactions have not ended. */
    private final List<Late> late = new ArrayList<>();

    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedReplica> replicas = new ArrayList<>();
    /** Who suspended them may resume them; for those that stand still with their array nobody does. */
    private final Set<Long> suspended = new HashSet<>();

    private final Instant[] awakeAt = {NOON, NOON};
    private Instant now = NOON;
    private int begun;

    SimulatedSuite(long seed) {
        random = new Random(seed);
        users = new SimulatedUsers(random, store);
        promises = new Promises(store, users, truth, () -> now);
        Stream.of("n1", "n2", "n3").forEach(it -> nodes.add(new SimulatedNode(it, () -> now, truth, kafka)));
        replicas.add(replica());
        replicas.add(replica());
    }

    private SimulatedReplica replica() {
        return new SimulatedReplica(
                "r" + ++begun,
                store,
                lease,
                kafka.nodes().lateReader(10),
                new SimulatedWatch.Words(kafka.words(), words, progress),
                users,
                faults,
                () -> now);
    }

    private record Late(Task task, Consumer<TaskSignals> commit, Instant at) {}

    /** Anything that can happen next. */
    void anything() {
        pass(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(4000) : random.nextInt(200)));
        switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> store.submit(users.task(now), signals());
            case 8, 9 -> users.recent().ifPresent(this::cancel);
            case 10 -> users.recent().ifPresent(it -> suspend(it, Task::suspend));
            case 11, 12 -> users.recent().ifPresent(it -> change(it, Task::resume));
            case 13, 14 -> users.recent().ifPresent(it -> change(it, task -> task.reschedule(now)));
            case 15 -> node().rewind(random);
            case 16, 17 -> words.rewind(random, 20);
            case 18 -> node().restart(random);
            case 19 -> once(4, () -> node().die(random.nextBoolean()));
            case 20 -> once(2, () -> node().cutOff());
            case 21 -> node().comeBack(random);
            case 22 -> users.recentArray().ifPresent(it -> suspend(it, Task::suspendWhole));
            case 23 -> users.recentArray().ifPresent(it -> change(it, Task::resumeWhole));
            case 28 -> once(3, () -> node().loseDocuments(random));
            case 29 -> submitSlowly();
            case 30, 31 -> users.recent(it -> it.state() instanceof Created).ifPresent(this::release);
            case 32 -> users.recent(it -> !it.isOver()).ifPresent(this::set);
            case 33 -> users.recent().ifPresent(it -> faults.spoil(it, Duration.ofSeconds(random.nextInt(90))));
            case 34 -> users.recent(this::isChildOfCreated).ifPresent(this::touch);
            case 24, 25, 26 -> sleep();
            case 27 -> once(4, () -> replicas.set(random.nextInt(2), replica()));
            default -> {}
        }
        promises.holdInAll();
    }

    /** More small tasks than there is room for, at times a large one, and nothing but lost signals goes wrong. */
    void crowd() {
        starvation.calm();
        while (store.ready() < CROWD) {
            store.submit(users.single(now, 1), signals());
        }
        if (random.nextInt(50) == 0) {
            store.submit(users.single(now, SimulatedNode.CPUS - 1), signals());
        }
        pass(TICK);
        promises.holdInAll();
    }

    private void once(int in, Runnable mishap) {
        if (random.nextInt(in) == 0) {
            mishap.run();
        }
    }

    private SimulatedNode node() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** A replica stands still in the midst of whatever it does; sometimes all do, for longer. */
    private void sleep() {
        var one = random.nextInt(2);
        if (random.nextInt(12) == 0) {
            Arrays.fill(awakeAt, now.plusMillis(random.nextInt(90_000)));
        } else if (!awakeAt[one].isAfter(now)) {
            awakeAt[one] = now.plusMillis(random.nextInt(20_000));
        }
    }

    private void submitSlowly() {
        var task = users.unknown(now);
        late.add(new Late(task, store.submitSlowly(task), now.plusMillis(random.nextInt(60_000))));
    }

    private void commit(Predicate<Late> which) {
        for (var it : List.copyOf(late)) {
            if (which.test(it)) {
                late.remove(it);
                it.commit().accept(signals());
                users.handedIn(it.task());
                truth.meet(Truth.Met.COMMITTED_LATE);
            }
        }
    }

    private void release(long id) {
        var task = store.task(id);
        var touched = task.isArray()
                && task.units().stream()
                        .map(it -> store.task(it.number()))
                        .anyMatch(it ->
                                it.state() instanceof Created && it.course().standing() != Standing.NORMAL);
        truth.meet(touched ? Truth.Met.RELEASED_WITH_CHILDREN : Truth.Met.RELEASED);
        store.release(id, signals());
    }

    private boolean isChildOfCreated(Task task) {
        return task.state() instanceof Created && task.course().member().isPresent();
    }

    /** It is given a row of its own, and stays what it is. */
    private void touch(long child) {
        change(child, random.nextBoolean() ? Task::suspend : Task::resume);
    }

    private void set(long id) {
        store.set(id, Map.of(LifeSpan.FIELD, "" + (3 + random.nextInt(20))), signals());
        truth.meet(Truth.Met.SET);
    }

    private void cancel(long id) {
        promises.cancelled(store.task(id));
        store.change(id, task -> task.cancel(now), signals());
    }

    private void suspend(long id, UnaryOperator<Task> how) {
        suspended.add(id);
        change(id, how);
    }

    private void change(long id, UnaryOperator<Task> step) {
        store.change(id, step, signals());
    }

    /** The replica that does it hears of it, unless it breaks down after the commit. */
    private TaskSignals signals() {
        return random.nextInt(6) == 0 ? DEAF : replicas.get(random.nextInt(replicas.size()));
    }

    private void pass(Duration time) {
        var until = now.plus(time);
        do {
            now = now.plus(TICK).isBefore(until) ? now.plus(TICK) : until;
            tick(true);
        } while (now.isBefore(until));
    }

    private void tick(boolean mishaps) {
        commit(it -> !it.at().isAfter(now));
        for (var node : nodes) {
            node.tick(random, mishaps);
            promises.hold();
        }
        for (int i = 0; i < replicas.size(); i++) {
            if (!awakeAt[i].isAfter(now)) {
                replicas.get(i).tick(random);
                promises.hold();
            }
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            relay();
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            words.next(random).ifPresent(it -> {
                promises.heard(it);
                progress.hear(it, signals());
            });
        }
        starvation.look(leader(), now);
    }

    /** Who leads and does not stand still. */
    private Optional<SimulatedReplica> leader() {
        return IntStream.range(0, replicas.size())
                .filter(it -> !awakeAt[it].isAfter(now))
                .mapToObj(replicas::get)
                .filter(SimulatedReplica::leads)
                .findFirst();
    }

    /** The oldest of the outbox leaves; sometimes it is not known that it did, and it leaves again. */
    private void relay() {
        store.outbox().oldest().ifPresent(event -> {
            if (event instanceof ContainerCommand command) {
                kafka.commands().add(command);
            }
            if (random.nextInt(10) > 0) {
                store.outbox().delete();
                promises.told(event);
            }
        });
    }

    /** Nothing new, and no more mishaps: it must come to its end. */
    void settle() {
        nodes.forEach(it -> it.comeBack(random));
        awakeAt[0] = now;
        awakeAt[1] = now;
        var deadline = now.plus(BOUND);
        while (!isQuiet()) {
            if (now.isAfter(deadline)) {
                throw new AssertionError("Not over in time: " + promises.open());
            }
            now = now.plus(TICK);
            store.live().stream()
                    .filter(it -> it.course().standing() == Standing.SUSPENDED)
                    .map(it -> it.id().number())
                    .filter(suspended::contains)
                    .forEach(it -> change(it, Task::resumeWhole));
            store.live().stream()
                    .filter(it -> it.state() instanceof Created
                            && it.course().member().isEmpty())
                    .forEach(it -> release(it.id().number()));
            tick(false);
            promises.holdInAll();
        }
        promises.holdInTheEnd();
    }

    /** What this run was worth. */
    Set<Truth.Met> met() {
        return truth.met();
    }

    private boolean isQuiet() {
        return store.live().isEmpty()
                && late.isEmpty()
                && store.outbox().oldest().isEmpty()
                && words.hasReadAll()
                && nodes.stream().allMatch(SimulatedNode::isIdle);
    }

    /** Whoever broke down before it could say anything. */
    private static final TaskSignals DEAF = new TaskSignals() {
        @Override
        public void waiting(Task task) {}

        @Override
        public void waiting(Freed freed) {}

        @Override
        public void noLongerWaiting(Task task) {}

        @Override
        public void freed(TaskId id, int attempt) {}
    };
}
