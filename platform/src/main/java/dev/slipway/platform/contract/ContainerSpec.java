package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a node needs to run one attempt.
 *
 * @param image the image's name as the engine knows it
 * @param script the text of the script, which is the container's process; not used where that is kept {@code apart}
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
 * @param ports doors of the container that its node opens; none in events that do not say
 * @param network the network it joins, {@code public} in events that do not say
 * @param tmpBytes size of its temporary storage at {@code /tmp-data}; 0 when it has none
 * @param interactive whether it stays up after its script and its owner may log in
 * @param publicKeys not used any more: a node asks which SSH keys its owner has now
 * @param member the place of a child of an array; null for every other container
 * @param scriptName the script's file in the job directory, {@link #SCRIPT} in events that do not say
 * @param apart where the script is no part of this; null for every other container
 * @param output whether the job directory has a folder {@code output} that the container finds at {@link #OUTPUT}, too
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
        Map<String, String> files,
        List<Port> ports,
        String network,
        long tmpBytes,
        boolean interactive,
        List<String> publicKeys,
        @Nullable Member member,
        String scriptName,
        @Nullable Apart apart,
        boolean output) {
    /** The network everybody may join. */
    public static final String PUBLIC = "public";
    /** The name of a script that has none of its own. */
    public static final String SCRIPT = "cmd.sh";
    /** Where a container finds its folder for results. */
    public static final String OUTPUT = "/output";

    /**
     * A host folder in a container. One that is missing on the node is left out, unless it is {@code required}.
     *
     * @param name the volume's name, {@code home} among them
     * @param path absolute path on the node
     * @param mount absolute path in the container
     * @param readOnly whether the container may only read
     * @param required whether the container cannot do without it
     */
    public record Mount(
            String name,
            String path,
            String mount,
            boolean readOnly,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean required) {
        /** One the container can do without. */
        public Mount(String name, String path, String mount, boolean readOnly) {
            this(name, path, mount, readOnly, false);
        }
    }

    /** A port of the container and the port of its node that leads there. */
    public record Port(int host, int container) {}

    /**
     * Where in an array a task stands.
     *
     * @param array the id of the array's owner: the work folder is {@code index} inside the one of that owner
     * @param index its value in the array
     */
    public record Member(String array, int index) {}

    /**
     * A script that is too large for an event, or no text: the node asks task-service for it.
     *
     * @param sha256 of its bytes, in hexadecimal
     * @param size in bytes
     * @param direct whether it is run as it is, and not by a shell
     */
    public record Apart(String sha256, long size, boolean direct) {}

    public ContainerSpec {
        groups = List.copyOf(groups);
        environment = Map.copyOf(environment);
        mounts = List.copyOf(mounts);
        files = Map.copyOf(files);
        // Events of earlier writers do not have these.
        ports = ports == null ? List.of() : List.copyOf(ports);
        network = network == null ? PUBLIC : network;
        publicKeys = publicKeys == null ? List.of() : List.copyOf(publicKeys);
        scriptName = scriptName == null ? SCRIPT : scriptName;
    }

    /** Whether the script is run as it is: it names its interpreter or needs none. A shell runs any other. */
    public boolean runsAsItIs() {
        return apart == null ? script.startsWith("#!") : apart.direct();
    }

    /** A container with no door, no temporary storage and nobody to log in. */
    public ContainerSpec(
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
        this(
                image,
                script,
                login,
                uid,
                gid,
                groups,
                root,
                cpus,
                memoryBytes,
                gpus,
                environment,
                mounts,
                files,
                List.of(),
                PUBLIC,
                0,
                false,
                List.of(),
                null,
                SCRIPT,
                null,
                false);
    }
}
