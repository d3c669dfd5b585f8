package dev.slipway.task.dialect.godocker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.platform.contract.Limits;
import dev.slipway.task.task.ArrayRange;
import dev.slipway.task.task.Course;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.task.task.TaskState.Ended;
import dev.slipway.task.task.Volume;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between our tasks and GO-Docker's documents. Its clients take members for granted, and the absence of others for a sign:
 * what is there when is said in {@link GoDockerStatus} and checked against golden files.
 */
final class GoDockerMapper {
    /** Where a container finds its job directory. */
    private static final String JOB = "/mnt/go-docker";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private GoDockerMapper() {}

    /**
     * What a document says that is not the task's own.
     *
     * @param share its fair share; 0 where the order is another
     * @param diskQuota whether its owner's files are counted
     */
    record Beside(double share, boolean diskQuota) {}

    /** The whole document. */
    static ObjectNode toWire(Task task, GoDockerStatus status, Beside beside) {
        var document = JSON.objectNode();
        document.put("id", task.id().number());
        task.course()
                .member()
                .ifPresentOrElse(
                        it -> document.put("parent_task_id", it.array().number()),
                        () -> document.putNull("parent_task_id"));
        document.set("user", user(task));
        document.set("date", GoDockerStatus.seconds(task.submittedAt()));
        document.set("notify", JSON.objectNode().put("email", task.spec().mail()));
        document.set("meta", meta(task.spec()));
        document.set("requirements", requirements(task, beside.share));
        document.set("container", container(task, status, beside.diskQuota));
        document.set("command", command(task));
        document.set("status", course(status.toWire(), task.course()));
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

    /** Where its script is in the container is said once it has been given to a node. */
    private static ObjectNode command(Task task) {
        var needs = task.spec().needs();
        var command = JSON.objectNode()
                .put("interactive", needs.interactive())
                .put("cmd", task.spec().script());
        task.lastRun()
                .ifPresent(_ -> command.put("script", JOB + "/" + needs.outfit().scriptName()));
        return command;
    }

    /** What the task's way adds to where it stands. */
    private static ObjectNode course(ObjectNode status, Course course) {
        var failures = course.failures();
        if (failures.count() > 0) {
            var failure = status.putObject("failure").put("reason", failures.reason());
            failure.set("nodes", texts(failures.nodes()));
            failure.put("count", failures.count());
        }
        if (course.stopsRepeated() > 0) {
            status.put("kill_tentative", course.stopsRepeated());
        }
        return status;
    }

    private static ObjectNode requirements(Task task, double share) {
        var spec = task.spec();
        var needs = spec.needs();
        Demand demand = spec.demand();
        var requirements = JSON.objectNode()
                .put("cpu", demand.cpus())
                .put("ram", demand.ramGb())
                .put("gpus", demand.gpus());
        requirements.set("array", array(task));
        requirements.set("label", texts(needs.labels()));
        var parents = requirements.putArray("tasks");
        needs.parents().forEach(parents::add);
        requirements.set("uris", texts(spec.uris()));
        if (!needs.ports().isEmpty()) {
            var ports = requirements.putArray("ports");
            needs.ports().forEach(ports::add);
        }
        needs.tmpStorage()
                .ifPresentOrElse(
                        it -> requirements
                                .putObject("tmpstorage")
                                .put("size", it)
                                .put("path", tmp(task)),
                        () -> requirements.putNull("tmpstorage"));
        requirements.put("failure_policy", spec.failurePolicy().orElse(0));
        requirements.put("executor", spec.executor());
        requirements.put("ticket_share", share);
        quotas(requirements, "user", task.owner().limits());
        quotas(requirements, "project", task.owner().projectLimits());
        needs.fields().forEach(requirements::put);
        task.course().fields().forEach(requirements::put);
        return requirements;
    }

    /** As they were at submission; 0 is no limit. */
    private static void quotas(ObjectNode requirements, String whose, Optional<Limits> limits) {
        var quota = limits.orElse(Limits.NONE);
        requirements
                .put(whose + "_quota_time", quota.seconds())
                .put(whose + "_quota_cpu", quota.cpus())
                .put(whose + "_quota_ram", quota.ramGb());
    }

    private static ObjectNode array(Task task) {
        var array = JSON.objectNode();
        var range = task.spec().needs().array();
        array.put("values", range.map(ArrayRange::values).orElse(null));
        array.put("task_id", task.course().member().map(Course.Member::index).orElse(null));
        array.put("nb_tasks", range.map(ArrayRange::size).orElse(0));
        array.put(
                "nb_tasks_over",
                task.course().children().map(Course.Children::over).orElse(0));
        var children = array.putArray("tasks");
        if (task.isArray()) {
            task.units().forEach(it -> children.add(it.number()));
        }
        return array;
    }

    private static ObjectNode container(Task task, GoDockerStatus status, boolean diskQuota) {
        var spec = task.spec();
        var container = JSON.objectNode().put("image", spec.image());
        container.set("volumes", volumes(spec, directory(task)));
        container.put("network", spec.network());
        container.put(
                "id",
                task.lastRun().map(Run::engineId).filter(it -> !it.isEmpty()).orElse(null));
        container.set("meta", meta(task, status, diskQuota));
        container.putNull("stats");
        var ports = task.liveRun().map(Run::ports).orElse(List.of());
        var hosts = container.putArray("ports");
        ports.forEach(it -> hosts.add(Integer.toString(it.host())));
        if (!task.spec().needs().doors().isEmpty()) {
            var mapping = container.putArray("port_mapping");
            ports.forEach(it -> mapping.addObject().put("host", it.host()).put("container", it.container()));
        }
        task.lastRun()
                .ifPresent(run -> container.put("ip_address", run.address().isEmpty() ? run.node() : run.address()));
        status.container().ifPresent(it -> container.put("status", it));
        return container.put("root", spec.root());
    }

    /** The size of its files is known at its end. */
    private static JsonNode meta(Task task, GoDockerStatus status, boolean diskQuota) {
        var meta = status.meta();
        if (diskQuota && meta instanceof ObjectNode object && task.state() instanceof Ended) {
            task.lastRun().ifPresent(it -> object.put("disk_size", it.bytes()));
        }
        return meta;
    }

    /** Where its files are on the node; empty until that is told. */
    private static String directory(Task task) {
        return task.course()
                .children()
                .map(Course.Children::directory)
                .or(() -> task.lastRun().map(Run::directory))
                .orElse("");
    }

    /** Where its temporary storage is on the node; null until that is told. */
    private static @Nullable String tmp(Task task) {
        return task.lastRun().map(Run::tmp).filter(it -> !it.isEmpty()).orElse(null);
    }

    private static ArrayNode volumes(TaskSpec spec, String directory) {
        var volumes = JSON.arrayNode();
        spec.volumes().forEach(it -> volumes.add(volume(it)));
        if (!directory.isEmpty()) {
            volumes.add(volume(new Volume("go-docker", directory, JOB, false)));
        }
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
