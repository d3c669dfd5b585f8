package dev.slipway.node.node;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/**
 * The right of this node to run containers for others: renewed by each heartbeat that Kafka has taken. Who hears none for
 * longer may give its tasks to another node.
 */
@ApplicationScoped
public class NodeLease {
    private final Duration length;
    private volatile Instant renewed = Instant.now();

    NodeLease(NodeConfig config) {
        this.length = config.lease();
    }

    /** A heartbeat was taken that was made at {@code made}. */
    void renew(Instant made) {
        renewed = made;
    }

    /**
     * Whether what was given to this node at {@code given}, and reaches a process that has not heard of it before, may be another
     * node's by now: nobody can say that this node was heard of since.
     */
    public boolean isPast(Instant given, Instant now) {
        return given.plus(length).isBefore(now);
    }

    /** Whether others may take this node for dead. */
    public boolean isOver(Instant now) {
        return renewed.plus(length).isBefore(now);
    }
}
