package dev.slipway.node.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The right of this node to run containers for others: renewed by each heartbeat that Kafka has taken. Who hears none for
 * longer may give its tasks to another node.
 */
@ApplicationScoped
public class NodeLease {
    /** What a process may take to reach Kafka before the silence of the one before it counts. */
    private static final Duration CONNECT = Duration.ofSeconds(30);

    private final Duration length;
    private final Instant began;
    private volatile Instant renewed;
    private volatile boolean heard;

    @Inject
    NodeLease(NodeConfig config) {
        this(config.lease(), Instant.now());
    }

    NodeLease(Duration length, Instant began) {
        this.length = length;
        this.began = began;
        this.renewed = began;
    }

    /** A heartbeat was taken that was made at {@code made}. */
    synchronized void renew(Instant made) {
        renewed = made;
        heard = true;
    }

    /** An earlier process of this node was heard of at {@code heardAt} last: what it began is no safer for our start. */
    synchronized void inherit(Instant heardAt) {
        if (!heard) {
            renew(heardAt);
        }
    }

    /** When this node was heard of last; empty where that is not known. */
    synchronized Optional<Instant> heardAt() {
        return heard ? Optional.of(renewed) : Optional.empty();
    }

    /**
     * Whether what was given to this node at {@code given}, and reaches a process that has not heard of it before, may be another
     * node's by now: nobody can say that this node was heard of since.
     */
    public boolean isPast(Instant given, Instant now) {
        return given.plus(length).isBefore(now);
    }

    /** Whether others may take this node for dead; not said by a process that may not have reached Kafka yet. */
    public boolean isOver(Instant now) {
        return renewed.plus(length).isBefore(now) && began.plus(CONNECT).isBefore(now);
    }
}
