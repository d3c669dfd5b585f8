package dev.slipway.node.engine;

import java.util.List;
import java.util.Map;

/**
 * All that an engine needs to make a container.
 *
 * @param entryPoint replaces that of the image, whose command is dropped
 * @param user {@code uid:gid}
 * @param groups further group ids
 * @param environment set beside that of the image
 * @param nanoCpus billionths of a processor: a real limit
 * @param memoryBytes a real limit, swap included
 * @param pids how many processes it may have
 * @param gpus how many it gets
 * @param devices which these are; where it says none, the engine chooses
 * @param ports of the host, that lead into it
 * @param confined whether it has no capabilities and can gain none
 */
public record ContainerPlan(
        String name,
        String image,
        List<String> entryPoint,
        String workingDirectory,
        String user,
        List<Integer> groups,
        Map<String, String> environment,
        long nanoCpus,
        long memoryBytes,
        long pids,
        int gpus,
        List<Integer> devices,
        boolean confined,
        List<Bind> binds,
        Map<String, String> labels,
        List<Port> ports) {

    /** A file or folder of the host shown in the container; it must exist. */
    public record Bind(String source, String target, boolean readOnly) {}

    /** A port of the host that leads to a port of the container. */
    public record Port(int host, int container) {}

    public ContainerPlan {
        ports = List.copyOf(ports);
        entryPoint = List.copyOf(entryPoint);
        groups = List.copyOf(groups);
        devices = List.copyOf(devices);
        environment = Map.copyOf(environment);
        binds = List.copyOf(binds);
        labels = Map.copyOf(labels);
    }
}
