package dev.slipway.task.schedule;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.task.schedule.SimulatedContainer.State;
import dev.slipway.task.task.Demand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A node as node-service makes it: {@code Containers}, {@code Lifecycle}, {@code NextStep}, {@code Housekeeping} and
 * {@code Fence}. What it keeps of containers outlives it, if its store does not lose it; what runs on it does not.
 */
final class SimulatedNode {
    static final int CPUS = 4;
    static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Duration TIDY = Duration.ofSeconds(5);
    /** As old is what nobody knows when it is removed. */
    private static final Duration LEFTOVERS = Duration.ofSeconds(25);

    private final String name;
    private final InstantSource clock;
    private final Truth truth;
    private final Kafka kafka;
    private final SimulatedTopic<ContainerCommand>.Reader commands;
    private final Map<String, SimulatedContainer> documents = new LinkedHashMap<>();
    private final Map<String, SimulatedContainer> live = new LinkedHashMap<>();
    /** What the store has lost: a start of it that comes again then runs again, which is not played. */
    private final Set<String> lost = new HashSet<>();

    private final SimulatedEngine engine;
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

    SimulatedNode(String name, InstantSource clock, Truth truth, Kafka kafka) {
        this.name = name;
        this.clock = clock;
        this.truth = truth;
        this.kafka = kafka;
        this.engine = new SimulatedEngine(name, clock, truth);
        this.commands = kafka.commands().reader();
        this.renewed = clock.instant();
    }

    /** The machine is gone, and all that ran on it: its engine may know of that afterwards, or not. */
    void die(boolean forgets) {
        on = false;
        // One that began, of which neither a document nor the engine knows, would begin again.
        engine.powerOff(it -> forgets && !isAccepted(it));
    }

    private boolean isAccepted(String attempt) {
        var known = live.get(attempt);
        return known != null && known.state() == State.ACCEPTED;
    }

    /** Its store is empty, and its service is another process from now on; what runs goes on. */
    void loseDocuments(Random random) {
        truth.meet(Truth.Met.DOCUMENTS_LOST);
        lost.addAll(documents.keySet());
        documents.clear();
        live.clear();
        restart(random);
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
            tidy(now);
            if (linked) {
                kafka.nodes().add(new NodeEvent.Inventory(name, held(), now));
            }
        }
        // Soon enough: what it has not heard of after a while is taken for lost.
        for (int i = random.nextInt(40); linked && i > 0; i--) {
            commands.next(random)
                    .filter(it -> it.node().equals(name))
                    .ifPresent(it -> take(it, mishaps && random.nextInt(12) == 0));
        }
        engine.tick(random);
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

    private void tidy(Instant now) {
        live.values().stream().filter(SimulatedContainer::stopAsked).forEach(this::end);
        unknown()
                .filter(it -> engine.startedAt(it).orElseThrow().plus(LEFTOVERS).isBefore(now))
                .forEach(engine::remove);
    }

    private NodeEvent.Heartbeat beat() {
        return new NodeEvent.Heartbeat(
                name, "http://127.0.0.1:1", CPUS, 64 * Demand.GIB, 0, true, Map.of(), clock.instant());
    }

    private List<String> held() {
        var untold = live.values().stream().filter(it -> !it.isTold()).map(SimulatedContainer::name);
        return Stream.concat(untold, unknown()).toList();
    }

    /** What the engine holds and no document knows. */
    private Stream<String> unknown() {
        return engine.names().stream().filter(it -> !live.containsKey(it));
    }

    /** @param forgetsStop its store loses what it wrote last, in a crash before that is carried out */
    private void take(ContainerCommand command, boolean forgetsStop) {
        var known = documents.get(command.container());
        var now = clock.instant();
        switch (command) {
            case ContainerCommand.Start it -> {
                if (known == null && !lost.contains(it.container())) {
                    keep(accepted(it, now));
                }
            }
            case ContainerCommand.Stop it -> {
                if (known == null) {
                    engine.remove(it.container());
                    keep(SimulatedContainer.neverStarted(it, now));
                } else if (!forgetsStop) {
                    known.askStop();
                }
            }
            case ContainerCommand.Pause it -> kafka.words().add(pause(it));
            case ContainerCommand.Resume it -> kafka.words().add(resume(it));
            case ContainerCommand.Unknown _ -> {}
        }
    }

    private SimulatedContainer accepted(ContainerCommand.Start start, Instant now) {
        var container = SimulatedContainer.accepted(start, now);
        if (container.isLate(now.minus(LEASE))) {
            truth.meet(Truth.Met.LATE);
            container.declined(now);
        }
        return container;
    }

    private void keep(SimulatedContainer container) {
        documents.put(container.name(), container);
        live.put(container.name(), container);
    }

    private ContainerEvent pause(ContainerCommand.Pause it) {
        var now = clock.instant();
        return engine.pause(it.container())
                ? new ContainerEvent.Paused(it.container(), it.owner(), it.attempt(), name, now)
                : new ContainerEvent.PauseRefused(it.container(), it.owner(), it.attempt(), name, "It cannot", now);
    }

    private ContainerEvent resume(ContainerCommand.Resume it) {
        var now = clock.instant();
        return engine.resume(it.container())
                ? new ContainerEvent.Resumed(it.container(), it.owner(), it.attempt(), name, now)
                : new ContainerEvent.PauseRefused(it.container(), it.owner(), it.attempt(), name, "It cannot", now);
    }

    private void end(SimulatedContainer it) {
        it.askStop();
        if (it.state() == State.RUNNING) {
            engine.stop(it.name());
        }
    }

    /** A step further, from what it knows and what the engine knows. */
    private void go(SimulatedContainer it, Random random, boolean mishaps) {
        var found = engine.startedAt(it.name());
        switch (it.state()) {
            case ACCEPTED -> found.ifPresentOrElse(it::started, () -> begin(it, random, mishaps));
            case RUNNING -> {
                if (found.isPresent()) {
                    watch(it, random);
                } else {
                    it.lost("The engine does not know the container any more", clock.instant());
                }
            }
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
            it.declined(now);
        } else if (it.stopAsked()) {
            it.failed("stopped before it started", false, now);
        } else if (mishaps && random.nextInt(15) == 0) {
            it.failed("no such image", random.nextBoolean(), now);
        } else if (random.nextInt(3) > 0) {
            engine.begin(it, random);
            // The write that it runs may be lost in a crash: then it is found in the engine.
            if (random.nextInt(3) > 0) {
                it.started(now);
            }
        }
    }

    private void watch(SimulatedContainer it, Random random) {
        var end = engine.endOf(it.name());
        if (end.isEmpty()) {
            // What is asked to end takes its time.
            if (it.stopAsked() && random.nextInt(3) == 0) {
                end(it);
            }
        } else if (it.isCutOff()) {
            it.lost("Its node was cut off for longer than its lease", clock.instant());
        } else if (random.nextBoolean()) {
            it.exited(end.get());
        } else {
            it.collected(end.get());
        }
    }

    boolean isIdle() {
        return live.isEmpty() && engine.names().isEmpty();
    }
}
