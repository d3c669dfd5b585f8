package dev.slipway.task.schedule;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.platform.contract.NodeEvent.Inventory;
import dev.slipway.task.task.AttemptRepository.Open;
import dev.slipway.task.task.SimulatedProgress;
import dev.slipway.task.task.SimulatedStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** How a replica watches over nodes, as {@link SilentNodes}, {@link Reconciler} and {@link StopAgain} do it. */
final class SimulatedWatch {
    /** Longer than a node's lease, what it takes to stop, and the silence after which it is given nothing more. */
    private static final Duration NODE_LOST = Duration.ofSeconds(45);

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final SimulatedStore store;
    private final NodeViews views;
    private final SimulatedTopic<NodeEvent>.Reader nodeEvents;
    private final Words words;
    private final SimulatedReplica replica;
    private final InstantSource clock;
    private final Instant since;
    private final Map<Open, int[]> suspects = new HashMap<>();
    private Instant lookedAt;
    /** The rest of a look, after what it waits for. */
    private Optional<Runnable> rest = Optional.empty();

    /** What nodes tell of containers, and how far that is handled. */
    record Words(
            SimulatedTopic<ContainerEvent> topic,
            SimulatedTopic<ContainerEvent>.Reader reader,
            SimulatedProgress progress) {}

    SimulatedWatch(
            SimulatedStore store,
            NodeViews views,
            SimulatedTopic<NodeEvent>.Reader nodeEvents,
            Words words,
            SimulatedReplica replica,
            InstantSource clock) {
        this.store = store;
        this.views = views;
        this.nodeEvents = nodeEvents;
        this.words = words;
        this.replica = replica;
        this.clock = clock;
        this.since = clock.instant();
        this.lookedAt = clock.instant();
    }

    void tick(Random random) {
        if (rest.isPresent()) {
            if (random.nextInt(3) == 0) {
                var next = rest.get();
                rest = Optional.empty();
                next.run();
            }
        } else if (!lookedAt.plus(LOOK).isAfter(clock.instant())) {
            lookedAt = clock.instant();
            look();
        }
    }

    private void look() {
        if (replica.leads()) {
            var silent = store.nodesWithOpen().stream().filter(this::isSilent).toList();
            if (!silent.isEmpty()) {
                rest = Optional.of(() -> end(silent));
            }
        }
    }

    private boolean isSilent(String node) {
        return SilentNodes.isSilent(views.heardAt(node), since, NODE_LOST, clock.instant());
    }

    private void end(List<String> silent) {
        if (nodeEvents.hasReadAll()) {
            var still = silent.stream().filter(this::isSilent).toList();
            var silentAt = clock.instant();
            rest = Optional.of(() -> still.forEach(it -> end(it, silentAt)));
        }
    }

    private void end(String node, Instant silentAt) {
        store.open(node).stream()
                .filter(it -> SilentNodes.isPast(it, NODE_LOST, silentAt))
                .forEach(it -> lost(it, "Node does not answer", clock.instant()));
    }

    private void lost(Open it, String why, Instant at) {
        words.progress().giveUp(it.task(), it.attempt(), why, at, replica);
    }

    /** What a node holds with what it should. */
    void compare(Inventory inventory) {
        if (!replica.leads()) {
            return;
        }
        var open = store.open(inventory.node());
        var held = Set.copyOf(inventory.containers());
        var missing = open.stream()
                .filter(it -> !held.contains(it.container()))
                .filter(it -> it.placedAt().plus(GRACE).isBefore(inventory.at()))
                .toList();
        suspects.keySet().removeIf(it -> it.node().equals(inventory.node()) && !missing.contains(it));
        missing.forEach(it -> missing(it, inventory));
        stopAgain(inventory, open);
    }

    private void missing(Open attempt, Inventory inventory) {
        var noted = suspects.get(attempt);
        if (noted == null) {
            suspects.put(attempt, words.topic().ends());
        } else if (words.reader().hasRead(noted)) {
            suspects.remove(attempt);
            lost(attempt, "Node does not know the container any more", inventory.at());
        }
    }

    private void stopAgain(Inventory inventory, List<Open> open) {
        var known = open.stream().map(Open::container).collect(Collectors.toSet());
        var stops = new HashSet<>(inventory.containers());
        stops.removeAll(known);
        open.stream()
                .filter(it -> it.stopAsked()
                        .filter(at -> at.plus(GRACE).isBefore(inventory.at()))
                        .isPresent())
                .map(Open::container)
                .filter(inventory.containers()::contains)
                .forEach(stops::add);
        stops.stream().sorted().forEach(it -> stop(it, inventory));
    }

    private void stop(String container, Inventory inventory) {
        var dash = container.indexOf('-');
        var task = store.task(Long.parseLong(container.substring(0, dash)));
        var attempt = Integer.parseInt(container.substring(dash + 1));
        if (StopAgain.isUnwanted(task, attempt, inventory.at(), GRACE)) {
            store.stopAgain(task, inventory.node(), attempt, inventory.at());
        }
    }
}
