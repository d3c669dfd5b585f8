package dev.slipway.node.container;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.job.Harvest;
import dev.slipway.node.job.Jobs;
import dev.slipway.platform.contract.ContainerCommand.Start;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** What a container writes while it runs, and what it leaves when it has ended. */
@ApplicationScoped
class Ending {
    private static final Logger LOG = Logger.getLogger(Ending.class);

    private final ContainerEngine engine;
    private final Blocking blocking;
    private final Jobs jobs;
    private final StorageClient storage;
    private final ResultCollector results;
    private final ContainerConfig config;
    private final Labels labels;
    private final Lanes lanes;

    Ending(
            ContainerEngine engine,
            Blocking blocking,
            Jobs jobs,
            StorageClient storage,
            ResultCollector results,
            ContainerConfig config,
            Labels labels,
            Lanes lanes) {
        this.engine = engine;
        this.blocking = blocking;
        this.jobs = jobs;
        this.storage = storage;
        this.results = results;
        this.config = config;
        this.labels = labels;
        this.lanes = lanes;
    }

    /** Reads its logs from now on. */
    void follow(Tracked it) {
        tail(it).begin(config.followAfter());
    }

    /** It has ended: done when all it left is readable in the store. */
    Uni<Harvest> collect(Tracked it, End end) {
        var container = it.now();
        return lanes.ending(() -> tail(it).finish()
                .chain(() -> jobs.settle(container.owner(), container.spec(), end.startedAt(), end.at()))
                .chain(harvest -> container.owner().isTask()
                        ? results.keep(container, harvest)
                        : Uni.createFrom().item(harvest)));
    }

    /**
     * It will never end, because it never ran or nobody knows how it did: why is where its errors would be, and its owner finds
     * there at once what was read of its logs. A machine where that cannot be written ends it all the same.
     */
    Uni<Void> abandon(Container container, String reason) {
        return container.command() instanceof Start start
                ? abandon(container, start, reason)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> abandon(Container container, Start start, String reason) {
        return jobs.abandon(start.owner(), start.attempt(), start.spec(), reason)
                .onFailure()
                .invoke(fault -> LOG.warnf("container name=%s without logs cause=%s", container.name(), fault))
                .onFailure()
                .recoverWithNull();
    }

    /** The reason of one that never ran is readable in the store. */
    Uni<Void> keepReason(Container container, String reason) {
        return results.keepReason(container, reason);
    }

    private LogTail tail(Tracked it) {
        return it.tail(() -> {
            var job = jobs.of(it.now().owner(), it.now().spec());
            var shipper = new LogShipper(storage, blocking, config, it.now(), job);
            return new LogTail(engine, blocking, labels.engineName(it.name()), job, shipper);
        });
    }
}
