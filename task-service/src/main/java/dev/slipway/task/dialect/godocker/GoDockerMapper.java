package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.task.task.Volume;
import java.util.List;
import java.util.Optional;

/**
 * Between our tasks and GO-Docker's documents. Its clients take members for granted, and the absence of others for a sign:
 * what is there when is said in {@link GoDockerStatus} and checked against golden files.
 */
final class GoDockerMapper {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> QUOTAS = List.of(
            "user_quota_time",
            "user_quota_cpu",
            "user_quota_ram",
            "project_quota_time",
            "project_quota_cpu",
            "project_quota_ram");

    private GoDockerMapper() {}

    /** The whole document. */
    static ObjectNode toWire(Task task, GoDockerStatus status) {
        var document = JSON.objectNode();
        document.put("id", task.id().number());
        document.putNull("parent_task_id");
        document.set("user", user(task));
        document.set("date", GoDockerStatus.seconds(task.submittedAt()));
        document.set("notify", JSON.objectNode().put("email", task.spec().mail()));
        document.set("meta", meta(task.spec()));
        document.set("requirements", requirements(task.spec()));
        document.set("container", container(task, status));
        document.set(
                "command",
                JSON.objectNode()
                        .put("interactive", false)
                        .put("cmd", task.spec().script()));
        document.set("status", status.toWire());
        return document;
    }

    private static ObjectNode user(Task task) {
        var owner = task.owner();
        var user = JSON.objectNode()
                .put("id", owner.login())
                .put("uid", owner.uid())
                .put("gid", owner.gid());
        var groups = user.putArray("sgids");
        owner.groups().forEach(groups::add);
        user.put("email", owner.email().isEmpty() ? null : owner.email());
        return user.put("project", task.spec().project());
    }

    private static ObjectNode meta(TaskSpec spec) {
        var meta = JSON.objectNode().put("name", spec.name()).put("description", spec.description());
        meta.set("tags", texts(spec.tags()));
        return meta;
    }

    private static ObjectNode requirements(TaskSpec spec) {
        Demand demand = spec.demand();
        var requirements = JSON.objectNode()
                .put("cpu", demand.cpus())
                .put("ram", demand.ramGb())
                .put("gpus", demand.gpus());
        requirements.set("array", array());
        requirements.putArray("label");
        requirements.putArray("tasks");
        requirements.set("uris", texts(spec.uris()));
        requirements.putNull("tmpstorage");
        requirements.put("failure_policy", spec.failurePolicy().orElse(0));
        requirements.put("executor", spec.executor());
        requirements.put("ticket_share", 0);
        QUOTAS.forEach(quota -> requirements.put(quota, 0));
        return requirements;
    }

    private static ObjectNode array() {
        var array = JSON.objectNode();
        array.putNull("values");
        array.putNull("task_id");
        array.put("nb_tasks", 0);
        array.put("nb_tasks_over", 0);
        array.putArray("tasks");
        return array;
    }

    private static ObjectNode container(Task task, GoDockerStatus status) {
        var spec = task.spec();
        var container = JSON.objectNode().put("image", spec.image());
        container.set("volumes", volumes(spec, task.lastRun()));
        container.put("network", spec.network());
        container.put(
                "id",
                task.lastRun().map(Run::engineId).filter(it -> !it.isEmpty()).orElse(null));
        container.set("meta", status.meta());
        container.putNull("stats");
        container.putArray("ports");
        task.lastRun()
                .ifPresent(run -> container.put("ip_address", run.address().isEmpty() ? run.node() : run.address()));
        status.container().ifPresent(it -> container.put("status", it));
        return container.put("root", spec.root());
    }

    private static ArrayNode volumes(TaskSpec spec, Optional<Run> run) {
        var volumes = JSON.arrayNode();
        spec.volumes().forEach(it -> volumes.add(volume(it)));
        run.map(Run::directory)
                .filter(it -> !it.isEmpty())
                .ifPresent(it -> volumes.add(volume(new Volume("go-docker", it, "/mnt/go-docker", false))));
        return volumes;
    }

    private static ObjectNode volume(Volume volume) {
        return JSON.objectNode()
                .put("name", volume.name())
                .put("acl", volume.readOnly() ? "ro" : "rw")
                .put("path", volume.path())
                .put("mount", volume.mount());
    }

    private static ArrayNode texts(List<String> texts) {
        var array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
