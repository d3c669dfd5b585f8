package dev.slipway.task.schedule;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.Owner;
import dev.slipway.task.task.Run;
import dev.slipway.task.task.Script;
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
        var needs = task.spec().needs();
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
                files(spec),
                task.liveRun().map(Run::ports).orElse(List.of()).stream()
                        .map(it -> new ContainerSpec.Port(it.host(), it.container()))
                        .toList(),
                needs.network(),
                needs.tmpBytes(),
                needs.interactive(),
                List.of(),
                task.course()
                        .member()
                        .map(it -> new ContainerSpec.Member(it.array().toString(), it.index()))
                        .orElse(null),
                needs.outfit().scriptName(),
                needs.outfit()
                        .script()
                        .flatMap(Script::apart)
                        .map(it -> new ContainerSpec.Apart(it.sha256(), it.size(), it.direct()))
                        .orElse(null),
                needs.outfit().output());
    }

    private static Map<String, String> environment(Task task) {
        var environment = new LinkedHashMap<>(task.spec().needs().outfit().environment());
        environment.put("GODOCKER_JID", task.id().toString());
        environment.put("GODOCKER_PWD", JOB);
        environment.put(
                "GODOCKER_HOME",
                task.spec().volume(Volume.HOME).map(Volume::mount).orElse(JOB));
        environment.put("GODOCKER_DATA", "/mnt/god-data");
        task.course().member().ifPresent(it -> environment.putAll(task.bounds().variables(it.index())));
        return environment;
    }

    private static List<ContainerSpec.Mount> mounts(TaskSpec spec) {
        return spec.volumes().stream()
                .map(it -> new ContainerSpec.Mount(
                        it.name(),
                        it.path(),
                        it.mount(),
                        it.readOnly(),
                        !it.name().equals(Volume.HOME)))
                .toList();
    }

    private static Map<String, String> files(TaskSpec spec) {
        return spec.uris().isEmpty() ? Map.of() : Map.of("godocker-uris.txt", String.join("\n", spec.uris()) + "\n");
    }
}
