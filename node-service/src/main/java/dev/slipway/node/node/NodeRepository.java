package dev.slipway.node.node;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what nodes say of themselves. */
public interface NodeRepository {
    /**
     * The node as it is now.
     *
     * @param heardAt when Kafka took a heartbeat of it last, where that is known
     */
    Uni<Void> keep(Node node, Optional<Instant> heardAt);

    /** What was kept last of when it was heard of. */
    Uni<Optional<Instant>> heardAt(String name);

    /** All that were ever heard of, by name. */
    Uni<List<Node>> all();
}
