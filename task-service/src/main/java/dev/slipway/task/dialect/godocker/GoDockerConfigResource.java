package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.TaskConfig;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

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
        var constraints = body.putArray("constraints");
        Offer.of(config).labels().forEach((name, values) -> {
            var entry = constraints.addObject().put("name", name).putArray("value");
            values.forEach(entry::add);
        });
        body.putArray("executor_features").add("kill").add("pause").add("interactive");
        var executors = body.putArray("executors");
        config.executors().forEach(executors::add);
        body.putObject("placement");
        body.put("defaults_cpu", 1).put("defaults_ram", 1);
        body.put("allow_root", config.allowRoot()).put("allow_user_images", true);
        var fields = body.putArray("dynamic_fields");
        var adminFields = config.adminFields().orElse(List.of());
        config.dynamicFields()
                .forEach(it -> fields.addObject().put("name", it).put("admin_only", adminFields.contains(it)));
        body.put("maxlifespan", config.maxLifeSpan());
        body.putObject("network").put("use_cni", false).putArray("networks").add("public");
        body.putObject("failure_policy").put("strategy", config.retries());
        return body.put("live_events", false);
    }
}
