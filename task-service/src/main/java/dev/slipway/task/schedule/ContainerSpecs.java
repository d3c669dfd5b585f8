package dev.slipway.task.schedule;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Owner;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskSpec;
import dev.slipway.task.task.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a node is told of a task. */
final class ContainerSpecs {
    private static final String JOB = "/mnt/go-docker";

    private ContainerSpecs() {}

    /** The command that begins a run. */
    static ContainerCommand.Start start(Task task, Run run) {
        var owner =
                Owner.task(task.id().number(), task.owner().login(), task.spec().project());
        return new ContainerCommand.Start(
                ContainerCommand.nameOf(owner, run.attempt()),
                run.node(),
                owner,
                run.attempt(),
                of(task),
                run.placedAt());
    }

    static ContainerSpec of(Task task) {
        var spec = task.spec();
        var owner = task.owner();
        return new ContainerSpec(
                spec.image(),
                spec.script(),
                owner.login(),
                owner.uid(),
                owner.gid(),
                owner.groups(),
                spec.root(),
                spec.demand().cpus(),
                spec.demand().memoryBytes(),
                spec.demand().gpus(),
                environment(task),
                mounts(spec),
                files(spec));
    }

    private static Map<String, String> environment(Task task) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("GODOCKER_JID", task.id().toString());
        environment.put("GODOCKER_PWD", JOB);
        environment.put(
                "GODOCKER_HOME",
                task.spec().volume(Volume.HOME).map(Volume::mount).orElse(JOB));
        environment.put("GODOCKER_DATA", "/mnt/god-data");
        return environment;
    }

    private static List<ContainerSpec.Mount> mounts(TaskSpec spec) {
        return spec.volumes().stream()
                .map(it -> new ContainerSpec.Mount(it.name(), it.path(), it.mount(), it.readOnly()))
                .toList();
    }

    private static Map<String, String> files(TaskSpec spec) {
        return spec.uris().isEmpty() ? Map.of() : Map.of("godocker-uris.txt", String.join("\n", spec.uris()) + "\n");
    }
}
