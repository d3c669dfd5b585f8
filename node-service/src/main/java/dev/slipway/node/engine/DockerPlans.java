package dev.slipway.node.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import dev.slipway.node.engine.EngineContainer.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between our words and those of the Docker API. */
final class DockerPlans {
    /**
     * The engine's own log must keep every byte as it is: json-file replaces what is no UTF-8, and any rotation would lose
     * what a restarted node has not read yet.
     */
    private static final LogConfig LOGS = new LogConfig(
            LogConfig.LoggingType.LOCAL, Map.of("max-size", "1000t", "max-file", "1", "compress", "false"));

    private DockerPlans() {}

    static CreateContainerCmd command(DockerClient docker, ContainerPlan plan) {
        return docker.createContainerCmd(plan.image())
                .withName(plan.name())
                .withEntrypoint(plan.entryPoint())
                .withWorkingDir(plan.workingDirectory())
                .withUser(plan.user())
                .withEnv(plan.environment().entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .toList())
                .withLabels(plan.labels())
                .withExposedPorts(plan.ports().stream()
                        .map(it -> ExposedPort.tcp(it.container()))
                        .toList())
                .withHostConfig(host(plan));
    }

    private static HostConfig host(ContainerPlan plan) {
        var host = HostConfig.newHostConfig()
                .withMounts(plan.binds().stream().map(DockerPlans::mount).toList())
                .withGroupAdd(plan.groups().stream().map(String::valueOf).toList())
                .withMemory(plan.memoryBytes())
                .withMemorySwap(plan.memoryBytes())
                .withNanoCPUs(plan.nanoCpus())
                .withPidsLimit(plan.pids())
                .withLogConfig(LOGS)
                .withPortBindings(plan.ports().stream()
                        .map(it -> new PortBinding(Ports.Binding.bindPort(it.host()), ExposedPort.tcp(it.container())))
                        .toList());
        if (plan.confined()) {
            host.withCapDrop(Capability.ALL).withSecurityOpts(List.of("no-new-privileges"));
        }
        if (plan.gpus() > 0) {
            host.withDeviceRequests(List.of(devices(plan).withCapabilities(List.of(List.of("gpu")))));
        }
        return host;
    }

    /** Docker takes a number of them or their names, never both; by number everybody gets the first ones. */
    private static DeviceRequest devices(ContainerPlan plan) {
        return plan.devices().isEmpty()
                ? new DeviceRequest().withCount(plan.gpus())
                : new DeviceRequest()
                        .withDeviceIds(
                                plan.devices().stream().map(String::valueOf).toList());
    }

    private static Mount mount(ContainerPlan.Bind bind) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(bind.source())
                .withTarget(bind.target())
                .withReadOnly(bind.readOnly());
    }

    static EngineContainer seen(InspectContainerResponse found) {
        var state = found.getState();
        var startedAt = time(state.getStartedAt());
        return new EngineContainer(
                found.getId(),
                withoutSlash(found.getName()),
                phase(String.valueOf(state.getStatus()), !startedAt.equals(Instant.EPOCH)),
                orZero(state.getExitCodeLong()),
                Boolean.TRUE.equals(state.getOOMKilled()),
                time(found.getCreated()),
                startedAt,
                time(state.getFinishedAt()),
                orEmpty(found.getConfig().getLabels()),
                Boolean.TRUE.equals(state.getPaused()));
    }

    static EngineContainer seen(Container listed) {
        return new EngineContainer(
                listed.getId(),
                listed.getNames().length > 0 ? withoutSlash(listed.getNames()[0]) : listed.getId(),
                phase(listed.getState(), true),
                0,
                false,
                Instant.ofEpochSecond(listed.getCreated()),
                Instant.EPOCH,
                Instant.EPOCH,
                orEmpty(listed.getLabels()),
                "paused".equals(listed.getState()));
    }

    private static Phase phase(String status, boolean ran) {
        return switch (status) {
            case "created" -> Phase.CREATED;
            case "running", "paused", "restarting" -> Phase.RUNNING;
            default -> ran ? Phase.EXITED : Phase.CREATED;
        };
    }

    /** The engine writes the year 1 for what has not happened. */
    private static Instant time(@Nullable String text) {
        if (text == null || text.isEmpty() || text.startsWith("0001-")) {
            return Instant.EPOCH;
        }
        return Instant.parse(text);
    }

    private static String withoutSlash(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static int orZero(@Nullable Long number) {
        return number == null ? 0 : number.intValue();
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    /** Without a tag the engine would pull every tag there is. */
    static PullImageCmd pull(DockerClient docker, String image) {
        var tagged = image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/');
        return docker.pullImageCmd(tagged ? image : image + ":latest");
    }

    /** What the engine says went wrong in the middle of a pull. */
    static Optional<String> fault(PullResponseItem item) {
        var detail = item.getErrorDetail();
        return Optional.ofNullable(detail).map(ResponseItem.ErrorDetail::getMessage);
    }
}
