package dev.slipway.platform.contract;

import java.util.List;
import java.util.Map;

/**
 * All that a node needs to run one attempt.
 *
 * @param image the image's name as the engine knows it
 * @param script the text of {@code cmd.sh}; it is the container's process
 * @param login the account's name inside the container
 * @param uid the user id the process runs with, unless {@code root}
 * @param gid the group id the process runs with, unless {@code root}
 * @param groups further group ids
 * @param root whether the process runs as root
 * @param cpus whole processors, at least 1: a real limit
 * @param memoryBytes a real limit
 * @param gpus devices asked for, 0 for none
 * @param environment variables set for the process
 * @param mounts host folders shown in the container
 * @param files further files of the job directory, by name
 */
public record ContainerSpec(
        String image,
        String script,
        String login,
        int uid,
        int gid,
        List<Integer> groups,
        boolean root,
        int cpus,
        long memoryBytes,
        int gpus,
        Map<String, String> environment,
        List<Mount> mounts,
        Map<String, String> files) {

    /**
     * A host folder in a container.
     *
     * @param name the volume's name, {@code home} among them
     * @param path absolute path on the node
     * @param mount absolute path in the container
     * @param readOnly whether the container may only read
     */
    public record Mount(String name, String path, String mount, boolean readOnly) {}

    public ContainerSpec {
        groups = List.copyOf(groups);
        environment = Map.copyOf(environment);
        mounts = List.copyOf(mounts);
        files = Map.copyOf(files);
    }
}
