package dev.slipway.node.container;

import dev.slipway.node.node.NodeLease;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Ends what this node runs when it was cut off for longer than its lease: from then on another node may run it. What ends so
 * is lost, whatever its process returned.
 */
@ApplicationScoped
class Fence {
    private static final Logger LOG = Logger.getLogger(Fence.class);

    private final NodeLease lease;
    private final Containers containers;

    Fence(NodeLease lease, Containers containers) {
        this.lease = lease;
        this.containers = containers;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return lease.isOver(Instant.now()) ? close() : Uni.createFrom().voidItem();
    }

    /** Also asked for by a test. */
    Uni<Void> close() {
        return containers
                .cutOff()
                .invoke(count -> {
                    if (count > 0) {
                        LOG.errorf("cut off from Kafka for longer than the lease, ends containers=%d", count);
                    }
                })
                .replaceWithVoid();
    }
}
