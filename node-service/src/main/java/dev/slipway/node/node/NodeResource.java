package dev.slipway.node.node;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** The nodes of this suite. */
@Path("/api/v1/nodes")
@Authenticated
public class NodeResource {
    private final NodeRepository nodes;

    NodeResource(NodeRepository nodes) {
        this.nodes = nodes;
    }

    /** All nodes, by name. */
    @GET
    public Uni<List<Node>> list() {
        return nodes.all();
    }
}
