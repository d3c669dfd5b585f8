package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.task.TaskConfig;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What GO-Docker's clients ask first: what can be asked for here. Anybody may know. */
@Path("/api/1.0/config")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class GoDockerConfigResource {
    private final TaskConfig config;

    GoDockerConfigResource(TaskConfig config) {
        this.config = config;
    }

    /** Everything that shapes a task, and no secret. */
    @GET
    public ObjectNode get() {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("images")
                .addObject()
                .put("name", "base")
                .put("url", config.defaultImage())
                .put("interactive", false)
                .put("default", true);
        body.putArray("volumes").addObject().put("name", "home").put("acl", "rw");
        body.putArray("constraints");
        body.putArray("executor_features").add("kill");
        var executors = body.putArray("executors");
        config.executors().forEach(executors::add);
        body.putObject("placement");
        body.put("defaults_cpu", 1).put("defaults_ram", 1);
        body.put("allow_root", config.allowRoot()).put("allow_user_images", true);
        body.putArray("dynamic_fields");
        body.putObject("network").put("use_cni", false).putArray("networks").add("public");
        body.putObject("failure_policy").put("strategy", 0);
        return body.put("live_events", false);
    }
}
