package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.task.maintenance.Maintenance;
import dev.slipway.task.schedule.NodeViews;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.TreeSet;

/** GO-Docker's maintenance, for administrators. */
@Path("/admin/maintenance")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerMaintenanceResource {
    private final Maintenance maintenance;
    private final NodeViews nodes;
    private final CurrentCaller caller;

    GoDockerMaintenanceResource(Maintenance maintenance, NodeViews nodes, CurrentCaller caller) {
        this.maintenance = maintenance;
        this.nodes = nodes;
        this.caller = caller;
    }

    /** The whole suite, and each node that is known or was told. */
    @GET
    public ObjectNode get() {
        caller.get().mustBeAdmin();
        return status();
    }

    /** Turns it on or off, for a node or for {@code all}. */
    @POST
    @Path("/{node}/{status}")
    public Uni<ObjectNode> set(String node, String status) {
        return maintenance.set(node, isOn(status), caller.get()).map(_ -> status());
    }

    private static boolean isOn(String status) {
        return switch (status) {
            case "on" -> true;
            case "off" -> false;
            default -> throw Failure.invalid("status", "must be on or off");
        };
    }

    private ObjectNode status() {
        var inMaintenance = maintenance.nodes();
        var names = new TreeSet<>(inMaintenance);
        names.addAll(nodes.names());
        var answer = JsonNodeFactory.instance.objectNode().put("status", word(maintenance.isOn()));
        var list = answer.putArray("nodes");
        names.forEach(it -> list.addObject().put("name", it).put("status", word(inMaintenance.contains(it))));
        return answer;
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }
}
