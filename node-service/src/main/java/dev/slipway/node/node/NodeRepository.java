package dev.slipway.node.node;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Keeps what nodes say of themselves. */
public interface NodeRepository {
    /** The node as it is now. */
    Uni<Void> keep(Node node);

    /** All that were ever heard of, by name. */
    Uni<List<Node>> all();
}
