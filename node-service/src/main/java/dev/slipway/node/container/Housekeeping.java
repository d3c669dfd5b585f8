package dev.slipway.node.container;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.EngineContainer;
import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.platform.outbox.EventSender;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What is done from time to time: tell what this node holds, remove what nobody knows, tidy the documents. */
@ApplicationScoped
class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    private final Containers containers;
    private final ContainerRepository repository;
    private final Lifecycle lifecycle;
    private final ContainerEngine engine;
    private final EventSender events;
    private final NodeName node;
    private final Labels labels;
    private final ContainerConfig config;
    private final InstantSource clock = InstantSource.system();

    Housekeeping(
            Containers containers,
            ContainerRepository repository,
            Lifecycle lifecycle,
            ContainerEngine engine,
            EventSender events,
            NodeName node,
            Labels labels,
            ContainerConfig config) {
        this.containers = containers;
        this.repository = repository;
        this.lifecycle = lifecycle;
        this.engine = engine;
        this.events = events;
        this.node = node;
        this.labels = labels;
        this.config = config;
    }

    /**
     * All attempts this node has accepted and not told the end of, and what its engine holds that no document knows: what
     * runs is not to be taken for lost before it is removed.
     */
    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> inventory() {
        return calmly(
                "inventory",
                containers
                        .untold()
                        .chain(names -> unknown().map(found -> held(names, found)))
                        .chain(names -> events.send(new NodeEvent.Inventory(node.get(), names, clock.instant()))));
    }

    private List<String> held(List<String> untold, List<EngineContainer> unknown) {
        return Stream.concat(untold.stream(), unknown.stream().flatMap(it -> labels.containerOf(it).stream()))
                .sorted()
                .toList();
    }

    /** What is over becomes a name; what has left goes from documents that do not change; a stop is repeated. */
    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return calmly(
                "tidy",
                bury().chain(containers::live)
                        .chain(all -> Multi.createFrom()
                                .iterable(List.copyOf(all))
                                .onItem()
                                .transformToUniAndConcatenate(this::tidy)
                                .collect()
                                .last()
                                .replaceWithVoid()));
    }

    private Uni<Void> bury() {
        var names = containers.takeOver();
        return names.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository.bury(names, clock.instant()).onFailure().invoke(() -> containers.putBack(names));
    }

    private Uni<Void> tidy(Tracked it) {
        if (!(it.state() instanceof ContainerState.Running)) {
            return Uni.createFrom().voidItem();
        }
        if (it.stopAsked()) {
            return lifecycle.stop(it);
        }
        int sent = it.sent();
        return it.holdsSent()
                ? repository.pull(it.name(), sent).invoke(() -> it.pulled(sent))
                : Uni.createFrom().voidItem();
    }

    /** Names that are over may be used again some day: never by an attempt, but the store need not hold them for ever. */
    @Scheduled(every = "5m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return calmly(
                "forget",
                repository.forget(
                        node.get(), clock.instant().minus(config.tombstones().multipliedBy(2))));
    }

    /** Containers of this node that no document knows: left by a crash, or by a store that lost its memory. */
    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> leftovers() {
        return calmly(
                "leftovers",
                unknown()
                        .chain(found -> Multi.createFrom()
                                .items(found.stream().filter(this::isOld))
                                .onItem()
                                .transformToUniAndConcatenate(this::remove)
                                .collect()
                                .last()
                                .replaceWithVoid()));
    }

    private Uni<List<EngineContainer>> unknown() {
        return containers
                .live()
                .chain(() -> engine.list(Labels.SUITE, labels.suite()))
                .chain(found -> containers.live().map(all -> {
                    var known = new HashSet<String>();
                    all.forEach(it -> known.add(labels.engineName(it.name())));
                    return found.stream()
                            .filter(it -> node.get().equals(it.labels().get(Labels.NODE)))
                            .filter(it -> !known.contains(it.name()))
                            .toList();
                }));
    }

    private boolean isOld(EngineContainer found) {
        return found.createdAt().isBefore(clock.instant().minus(config.leftovers()));
    }

    private Uni<Void> remove(EngineContainer found) {
        LOG.warnf("container name=%s unknown removed", found.name());
        return engine.stop(found.name(), config.grace()).chain(() -> engine.remove(found.name()));
    }

    private static Uni<Void> calmly(String what, Uni<Void> work) {
        return work.onFailure()
                .invoke(fault -> LOG.warnf("%s later cause=%s", what, fault))
                .onFailure()
                .recoverWithNull();
    }
}
