package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.schedule.NodeViews;
import dev.slipway.task.schedule.ScheduleConfig;
import dev.slipway.task.task.Images;
import dev.slipway.task.task.Offer;
import dev.slipway.task.task.SharedVolumes;
import dev.slipway.task.task.TaskConfig;
import dev.slipway.task.task.Volume;
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
    private final Images images;
    private final SharedVolumes volumes;
    private final NodeViews nodes;
    private final ScheduleConfig schedule;

    GoDockerConfigResource(
            TaskConfig config, Images images, SharedVolumes volumes, NodeViews nodes, ScheduleConfig schedule) {
        this.config = config;
        this.images = images;
        this.volumes = volumes;
        this.nodes = nodes;
        this.schedule = schedule;
    }

    /** Everything that shapes a task, and no secret. */
    @GET
    public ObjectNode get() {
        var body = JsonNodeFactory.instance.objectNode();
        body.set("images", images());
        body.set("volumes", volumes());
        var constraints = body.putArray("constraints");
        Offer.of(config).labels().forEach((name, values) -> {
            var entry = constraints.addObject().put("name", name).putArray("value");
            values.forEach(entry::add);
        });
        var features = body.putArray("executor_features");
        GoDockerFeatures.of(nodes.features(schedule.nodeLost())).forEach(features::add);
        var executors = body.putArray("executors");
        config.executors().forEach(executors::add);
        body.putObject("placement");
        body.put("defaults_cpu", config.defaultCpus()).put("defaults_ram", config.defaultRamGb());
        body.put("allow_root", config.allowRoot()).put("allow_user_images", config.allowUserImages());
        var fields = body.putArray("dynamic_fields");
        var adminFields = config.adminFields().orElse(List.of());
        config.dynamicFields()
                .forEach(it -> fields.addObject().put("name", it).put("admin_only", adminFields.contains(it)));
        body.put("maxlifespan", config.maxLifeSpan());
        body.putObject("network").put("use_cni", false).putArray("networks").add("public");
        body.putObject("failure_policy").put("strategy", config.retries());
        return body.put("live_events", false);
    }

    private ArrayNode images() {
        var list = JsonNodeFactory.instance.arrayNode();
        images.offered()
                .forEach(it -> list.addObject()
                        .put("name", it.name())
                        .put("url", it.url())
                        .put("interactive", it.interactive())
                        .put("default", it.first()));
        return list;
    }

    /** The client's {@code --volume} takes these names only; where they are on the nodes is nobody's business. */
    private ArrayNode volumes() {
        var list = JsonNodeFactory.instance.arrayNode();
        list.addObject().put("name", Volume.HOME).put("acl", "rw").put("mount", Volume.HOME_MOUNT);
        volumes.everybodys()
                .forEach(it -> list.addObject()
                        .put("name", it.name())
                        .put("acl", it.readOnly() ? "ro" : "rw")
                        .put("mount", it.mount()));
        return list;
    }
}
