package dev.slipway.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.task.plan.Size;
import dev.slipway.task.plan.Usage;
import dev.slipway.task.schedule.Truth.Met;
import dev.slipway.task.task.Outcome;
import dev.slipway.task.task.SimulatedStore;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.TaskState.Spread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Promises 1 to 8 of architecture.md, as they can be seen from outside. */
final class Promises {
    /** By the configuration, whatever a task asks for. */
    static final int RETRIES = 2;

    private final SimulatedStore store;
    private final SimulatedUsers users;
    private final Truth truth;
    private final Map<Long, Ended> ends = new HashMap<>();
    private final Map<Long, Integer> told = new HashMap<>();
    /** The first of Collected, Failed and Lost of each attempt. */
    private final Map<String, ContainerEvent> lastWords = new HashMap<>();

    private final Set<Long> cancelled = new HashSet<>();
    private final Set<String> starts = new HashSet<>();

    private final StandingArrays arrays;

    Promises(SimulatedStore store, SimulatedUsers users, Truth truth, InstantSource clock) {
        this.arrays = new StandingArrays(store, truth, clock);
        this.store = store;
        this.users = users;
        this.truth = truth;
    }

    /** Somebody asked for its end, and was answered. */
    void cancelled(Task task) {
        if (!task.isOver()) {
            cancelled.add(task.id().number());
        }
    }

    /** Something has left for other services. */
    void told(Event event) {
        if (event instanceof TaskEvent.Ended it) {
            told.merge(it.task(), 1, Integer::sum);
        }
    }

    /** What a node has told, as it is handled: maybe again. */
    void heard(ContainerEvent word) {
        switch (word) {
            case ContainerEvent.Collected _, ContainerEvent.Failed _, ContainerEvent.Lost _ -> {
                lastWords.putIfAbsent(word.container(), word);
                if (word instanceof ContainerEvent.Collected && !starts.contains(word.container())) {
                    truth.meet(Met.TOLD_BY_ITS_END);
                }
            }
            case ContainerEvent.PauseRefused _ -> arrays.refused(word.container());
            case ContainerEvent.Started _ -> starts.add(word.container());
            default -> {}
        }
    }

    /** What holds at any time. */
    void hold() {
        processes();
        store.takeChanged().forEach(it -> task(store.task(it)));
    }

    /** What holds between two steps; it takes longer to find out. */
    void holdInAll() {
        hold();
        var held = new HashMap<String, Integer>();
        store.holding().forEach(it -> held.merge(it.node(), it.size().cpus(), Integer::sum));
        assertThat(held.values()).as("what nodes have given away").allMatch(it -> it <= SimulatedNode.CPUS);
        store.usedAndHeld()
                .forEach((login, used) -> must(
                        !SimulatedUsers.isLimited(login) || used.cpus() <= SimulatedUsers.QUOTA,
                        "%s stays within the quota",
                        login));
        store.usedAndHeldOn()
                .forEach((project, used) -> must(
                        !SimulatedUsers.isLimited(project) || used.cpus() <= SimulatedUsers.PROJECT_QUOTA,
                        "project %s stays within the quota",
                        project));
    }

    private void processes() {
        var tasks = new HashSet<Long>();
        var cpus = new HashMap<String, Integer>();
        for (var it : truth.running()) {
            must(tasks.add(it.task()), "attempts of task %d never overlap", it.task());
            must(!store.isClosed(it.name()), "what runs is not over: %s", it);
            must(
                    cpus.merge(it.node(), it.cpus(), Integer::sum) <= SimulatedNode.CPUS,
                    "a node runs no more than it can: %s",
                    it);
        }
    }

    private static void must(boolean holds, String what, Object about) {
        if (!holds) {
            throw new AssertionError(what.formatted(about));
        }
    }

    private void task(Task task) {
        var id = task.id().number();
        var before = ends.get(id);
        if (before != null) {
            assertThat(task.state()).as("the end of task %d is final", id).isEqualTo(before);
        }
        if (task.state() instanceof Ended end) {
            ends.put(id, end);
            if (before == null) {
                proved(task, end);
            }
        }
        arrays.changed(task);
        if (task.isArray()) {
            assertThat(task.isOver())
                    .as("array %d is over when its children are", id)
                    .isEqualTo(task.units().stream()
                            .allMatch(it -> store.task(it.number()).isOver()));
        }
        if (task.liveRun().isPresent()) {
            task.course()
                    .member()
                    .ifPresent(it -> assertThat(store.task(it.array().number()).state())
                            .as("the array of task %d runs", id)
                            .isInstanceOf(Spread.class));
        }
        assertThat(task.course().failures().count())
                .as("task %d is tried again as often as it may", id)
                .isLessThanOrEqualTo(
                        Math.min(RETRIES, task.spec().failurePolicy().orElse(RETRIES)));
    }

    /** No end without proof. */
    private void proved(Task task, Ended end) {
        var process = end.lastRun().flatMap(run -> truth.of(task.id() + "-" + run.attempt()));
        switch (end.outcome()) {
            case Outcome.Exited(var code, var _)
            when !task.isArray() ->
                assertThat(process.orElseThrow().code())
                        .as("how task %s ended", task.id())
                        .hasValue(code);
            case Outcome.Failed _ ->
                assertThat(process).as("task %s never ran", task.id()).isEmpty();
            case Outcome.Exited _, Outcome.Killed _, Outcome.Lost _, Outcome.Refused _, Outcome.Forbidden _ -> {}
        }
        if (task.isArray()) {
            assertThat(task.units())
                    .as("array %s ends with its last child", task.id())
                    .allMatch(it -> store.task(it.number()).state() instanceof Ended(var _, var _, var at)
                            && !at.isAfter(end.at()));
        }
        meet(task, end.outcome());
    }

    private void meet(Task task, Outcome outcome) {
        switch (outcome) {
            case Outcome.Exited _ when task.isArray() -> truth.meet(Met.ARRAY_ENDED);
            case Outcome.Exited _ when !task.spec().needs().parents().isEmpty() -> truth.meet(Met.RAN_AFTER_PARENTS);
            case Outcome.Killed _ when task.isArray() -> truth.meet(Met.ARRAY_KILLED);
            case Outcome.Killed(var why) when !why.isEmpty() -> truth.meet(Met.LIVED_TOO_LONG);
            case Outcome.Refused(var why) ->
                truth.meet(why.contains("of project") ? Met.REFUSED_ON_PROJECT : Met.REFUSED);
            case Outcome.Exited _, Outcome.Killed _, Outcome.Lost _, Outcome.Failed _, Outcome.Forbidden _ -> {}
        }
        if (task.course().stopsRepeated() > 0) {
            truth.meet(Met.STOPPED_AGAIN);
        }
        if (task.course().failures().count() > 0) {
            truth.meet(Met.TRIED_AGAIN);
        }
    }

    /** What holds when nothing is left to be done. */
    void holdInTheEnd() {
        for (var id : users.all()) {
            var task = store.task(id);
            assertThat(task.isOver())
                    .as("task %d comes to its end: %s", id, task)
                    .isTrue();
            if (ends.containsKey(id)) {
                assertThat(told.get(id))
                        .as("the end of task %d is told once", id)
                        .isEqualTo(1);
            }
        }
        for (var id : cancelled) {
            assertThat(store.task(id).end().orElseThrow().outcome())
                    .as("task %d was cancelled", id)
                    .isInstanceOf(Outcome.Killed.class);
        }
        assertThat(truth.running()).as("nothing runs").isEmpty();
        assertThat(store.holding()).as("nothing is held").isEmpty();
        recounted();
    }

    /** The ledger, made again from what nodes told. */
    private void recounted() {
        assertThat(store.ledger().keySet()).isEqualTo(store.outcomes().keySet());
        var sums = new HashMap<String, Usage>();
        var counted = new HashSet<Long>();
        store.ledger().forEach((name, entry) -> {
            var task = store.task(entry.task());
            if (store.wasGivenUp(name)) {
                truth.meet(Met.GIVEN_UP);
            }
            var seconds = store.wasGivenUp(name) ? entry.seconds() : secondsTold(name, entry.startedAt());
            assertThat(entry.seconds()).as("what attempt %s used", name).isEqualTo(seconds);
            var counts = entry.startedAt().isPresent() && counted.add(entry.task());
            var size = counts ? task.shape().size() : Size.NOTHING;
            sums.merge(task.owner().login(), new Usage(seconds, size.cpus(), size.ramGb(), size.gpus()), Usage::plus);
        });
        assertThat(sums.keySet()).isEqualTo(store.used().keySet());
        sums.forEach((owner, sum) -> {
            var used = store.used().get(owner);
            assertThat(used.cpus()).as("processors of %s", owner).isEqualTo(sum.cpus());
            assertThat(used.seconds()).as("seconds of %s", owner).isCloseTo(sum.seconds(), within(0.001));
        });
    }

    /** @param heard when it started, as was told before its end; nothing else tells it where its node lost it */
    private double secondsTold(String attempt, Optional<Instant> heard) {
        return switch (lastWords.get(attempt)) {
            case ContainerEvent.Collected it -> seconds(it.startedAt(), it.at());
            case ContainerEvent.Failed it ->
                heard.map(start -> seconds(start, it.at())).orElse(0.0);
            case ContainerEvent.Lost it ->
                heard.map(start -> seconds(start, it.at())).orElse(0.0);
            case null, default -> 0;
        };
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    /** For the message of what did not come to its end. */
    String open() {
        return users.all().stream()
                .map(store::task)
                .filter(it -> !it.isOver())
                .map(it -> "%s %s %s".formatted(it.id(), it.state(), it.course().standing()))
                .collect(Collectors.joining(", "));
    }
}
