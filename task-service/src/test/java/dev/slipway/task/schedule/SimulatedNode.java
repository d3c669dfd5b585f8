package dev.slipway.task.schedule;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.task.schedule.SimulatedContainer.End;
import dev.slipway.task.schedule.SimulatedContainer.State;
import dev.slipway.task.task.Demand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A node as node-service makes it: {@code Containers}, {@code Lifecycle}, {@code NextStep} and {@code Fence}, with an engine
 * that is a map. What it keeps of containers outlives it; what runs on it does not.
 */
final class SimulatedNode {
    static final int CPUS = 4;
    static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration TIDY = Duration.ofSeconds(5);
    private static final int KILLED = 137;

    private final String name;
    private final InstantSource clock;
    private final Truth truth;
    private final Kafka kafka;
    private final SimulatedTopic<ContainerCommand>.Reader commands;
    private final Map<String, SimulatedContainer> documents = new LinkedHashMap<>();
    private final Map<String, SimulatedContainer> live = new LinkedHashMap<>();
    private final Map<String, Box> engine = new LinkedHashMap<>();
    private boolean on = true;
    private boolean linked = true;
    private Instant renewed;
    private Instant beatAt = Instant.EPOCH;
    private Instant tidyAt = Instant.EPOCH;

    /** Where its words go. */
    record Kafka(
            SimulatedTopic<ContainerCommand> commands,
            SimulatedTopic<ContainerEvent> words,
            SimulatedTopic<NodeEvent> nodes) {}

    /** A container in the engine. */
    private static final class Box {
        private final Instant startedAt;
        private int left;
        private boolean paused;
        private Optional<End> end = Optional.empty();

        Box(Instant startedAt, int left) {
            this.startedAt = startedAt;
            this.left = left;
        }
    }

    SimulatedNode(String name, InstantSource clock, Truth truth, Kafka kafka) {
        this.name = name;
        this.clock = clock;
        this.truth = truth;
        this.kafka = kafka;
        this.commands = kafka.commands().reader();
        this.renewed = clock.instant();
    }

    /** The machine is gone, and all that ran on it: its engine may know of that afterwards, or not. */
    void die(boolean forgets) {
        on = false;
        var now = clock.instant();
        engine.forEach((attempt, box) -> {
            if (box.end.isEmpty()) {
                box.end = Optional.of(new End(box.startedAt, now, KILLED));
                truth.ends(attempt, now, OptionalInt.of(KILLED));
            }
        });
        // One that began, of which neither a document nor the engine knows, would begin again.
        engine.keySet().removeIf(it -> forgets && live.get(it).state() != State.ACCEPTED);
    }

    /** Nobody hears it, and it hears nobody; what runs goes on. */
    void cutOff() {
        linked = false;
    }

    /** Whatever had become of it, it is there again. */
    void comeBack(Random random) {
        if (!on) {
            on = true;
            begin(random);
        }
        linked = true;
    }

    /** Its service is another process from now on; what runs goes on. */
    void restart(Random random) {
        if (on && linked) {
            begin(random);
        }
    }

    private void begin(Random random) {
        renewed = clock.instant();
        live.values().forEach(it -> it.takenUp(renewed.minus(LEASE)));
        commands.rewind(random, 3);
    }

    void rewind(Random random) {
        commands.rewind(random, 6);
    }

    /** Some time goes by. */
    void tick(Random random, boolean mishaps) {
        if (!on) {
            return;
        }
        var now = clock.instant();
        if (linked && !beatAt.plus(BEAT).isAfter(now)) {
            beatAt = now;
            kafka.nodes().add(beat());
            renewed = now;
        }
        if (renewed.plus(LEASE).isBefore(now)) {
            live.values().stream().filter(SimulatedContainer::cutOff).toList().forEach(it -> {
                truth.meet(Truth.Met.FENCED);
                end(it);
            });
        }
        if (!tidyAt.plus(TIDY).isAfter(now)) {
            tidyAt = now;
            live.values().stream()
                    .filter(SimulatedContainer::stopAsked)
                    .toList()
                    .forEach(this::end);
            if (linked) {
                kafka.nodes().add(new NodeEvent.Inventory(name, untold(), now));
            }
        }
        // Soon enough: what it has not heard of after a while is taken for lost.
        for (int i = random.nextInt(40); linked && i > 0; i--) {
            commands.next(random).filter(it -> it.node().equals(name)).ifPresent(this::take);
        }
        engine.forEach((attempt, box) -> run(attempt, box, random));
        for (var it : List.copyOf(live.values())) {
            if (random.nextInt(3) > 0) {
                go(it, random, mishaps);
            }
            if (linked && random.nextInt(3) > 0) {
                it.unsent().ifPresent(word -> {
                    kafka.words().add(word);
                    it.sent();
                });
            }
        }
    }

    private NodeEvent.Heartbeat beat() {
        return new NodeEvent.Heartbeat(
                name, "http://127.0.0.1:1", CPUS, 64 * Demand.GIB, 0, true, Map.of(), clock.instant());
    }

    private List<String> untold() {
        return live.values().stream()
                .filter(it -> !it.isTold())
                .map(SimulatedContainer::name)
                .toList();
    }

    private void take(ContainerCommand command) {
        var known = documents.get(command.container());
        var now = clock.instant();
        switch (command) {
            case ContainerCommand.Start it -> {
                if (known == null) {
                    keep(accepted(it, now));
                }
            }
            case ContainerCommand.Stop it -> {
                if (known == null) {
                    keep(SimulatedContainer.neverStarted(it, now));
                } else {
                    end(known);
                }
            }
            case ContainerCommand.Pause it -> kafka.words().add(pause(it));
            case ContainerCommand.Resume it -> kafka.words().add(resume(it));
            case ContainerCommand.Unknown _ -> {}
        }
    }

    private void decline(SimulatedContainer container, Instant now) {
        truth.declines(Long.parseLong(container.owner().id()));
        container.declined(now);
    }

    private SimulatedContainer accepted(ContainerCommand.Start start, Instant now) {
        var container = SimulatedContainer.accepted(start, now);
        if (container.isLate(now.minus(LEASE))) {
            truth.meet(Truth.Met.LATE);
            decline(container, now);
        }
        return container;
    }

    private void keep(SimulatedContainer container) {
        documents.put(container.name(), container);
        live.put(container.name(), container);
    }

    private ContainerEvent pause(ContainerCommand.Pause it) {
        var now = clock.instant();
        return runs(it.container())
                .<ContainerEvent>map(box -> {
                    box.paused = true;
                    return new ContainerEvent.Paused(it.container(), it.owner(), it.attempt(), name, now);
                })
                .orElseGet(() -> new ContainerEvent.PauseRefused(
                        it.container(), it.owner(), it.attempt(), name, "It does not run", now));
    }

    private ContainerEvent resume(ContainerCommand.Resume it) {
        var now = clock.instant();
        return runs(it.container())
                .<ContainerEvent>map(box -> {
                    box.paused = false;
                    return new ContainerEvent.Resumed(it.container(), it.owner(), it.attempt(), name, now);
                })
                .orElseGet(() -> new ContainerEvent.PauseRefused(
                        it.container(), it.owner(), it.attempt(), name, "It does not run", now));
    }

    private Optional<Box> runs(String attempt) {
        return Optional.ofNullable(engine.get(attempt)).filter(it -> it.end.isEmpty());
    }

    private void end(SimulatedContainer it) {
        it.askStop();
        if (it.state() == State.RUNNING) {
            runs(it.name()).ifPresent(box -> ended(it.name(), box, KILLED));
        }
    }

    private void ended(String attempt, Box box, int code) {
        var now = clock.instant();
        box.end = Optional.of(new End(box.startedAt, now, code));
        truth.ends(attempt, now, OptionalInt.of(code));
    }

    private void run(String attempt, Box box, Random random) {
        if (box.end.isEmpty() && !box.paused && random.nextInt(3) > 0 && --box.left == 0) {
            ended(attempt, box, random.nextInt(4) == 0 ? 3 : 0);
        }
    }

    /** A step further, from what it knows and what the engine knows. */
    private void go(SimulatedContainer it, Random random, boolean mishaps) {
        var found = Optional.ofNullable(engine.get(it.name()));
        switch (it.state()) {
            case ACCEPTED -> found.ifPresentOrElse(box -> it.started(box.startedAt), () -> begin(it, random, mishaps));
            case RUNNING ->
                found.ifPresentOrElse(
                        box -> watch(it, box, random),
                        () -> it.lost("The engine does not know the container any more", clock.instant()));
            case EXITED -> it.collected(it.end());
            case FINAL -> {
                if (it.isTold()) {
                    live.remove(it.name());
                    engine.remove(it.name());
                }
            }
        }
    }

    private void begin(SimulatedContainer it, Random random, boolean mishaps) {
        var now = clock.instant();
        if (it.isCutOff()) {
            decline(it, now);
        } else if (it.stopAsked()) {
            it.failed("stopped before it started", false, now);
        } else if (mishaps && random.nextInt(15) == 0) {
            it.failed("no such image", random.nextBoolean(), now);
        } else if (random.nextInt(3) > 0) {
            var left = it.spec().script().equals(SimulatedUsers.ENDLESS) ? -1 : 1 + random.nextInt(25);
            engine.put(it.name(), new Box(now, left));
            var task = Long.parseLong(it.owner().id());
            truth.begins(new Truth.Execution(
                    task, it.attempt(), name, it.spec().cpus(), now, Optional.empty(), OptionalInt.empty()));
            // The write that it runs may be lost in a crash: then it is found in the engine.
            if (random.nextInt(3) > 0) {
                it.started(now);
            }
        }
    }

    private void watch(SimulatedContainer it, Box box, Random random) {
        if (box.end.isEmpty()) {
            if (it.stopAsked()) {
                end(it);
            }
        } else if (it.isCutOff()) {
            it.lost("Its node was cut off for longer than its lease", clock.instant());
        } else if (random.nextBoolean()) {
            it.exited(box.end.get());
        } else {
            it.collected(box.end.get());
        }
    }

    boolean isIdle() {
        return live.isEmpty();
    }
}
