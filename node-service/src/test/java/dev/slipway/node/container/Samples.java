package dev.slipway.node.container;

import dev.slipway.node.job.JobDirectory;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import dev.slipway.platform.contract.Owner;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands as task-service sends them. */
final class Samples {
    static final String IMAGE = "slipway/base:latest";

    /** Where a container is told to have its files, where it does not matter. */
    static final JobDirectory JOB = new JobDirectory(Path.of("/jobs/42"), Path.of("/jobs/42/task"));

    private Samples() {}

    static Owner owner(String task) {
        return new Owner(Owner.TASK, task, "alice", "default");
    }

    static ContainerCommand.Start start(String node, String task, ContainerSpec spec) {
        var owner = owner(task);
        return new ContainerCommand.Start(ContainerCommand.nameOf(owner, 1), node, owner, 1, spec, Instant.now());
    }

    static ContainerSpec spec(String script) {
        return spec(script, IMAGE, false, List.of());
    }

    static ContainerSpec spec(String script, String image, boolean root, List<Mount> mounts) {
        return new ContainerSpec(
                image,
                script,
                "alice",
                4711,
                4711,
                List.of(5000),
                root,
                1,
                64L << 20,
                0,
                Map.of(),
                mounts,
                Map.of("godocker-uris.txt", "a\nb\n"));
    }

    /** One whose script has a name and that has a folder for results. */
    static ContainerSpec named(String name, String script) {
        return outfitted(script, name, null, List.of(), 0);
    }

    /** The same with a folder of the node. */
    static ContainerSpec reading(String script, Mount mount) {
        return outfitted(script, "read.sh", null, List.of(mount), 0);
    }

    /** One whose script is kept apart. */
    static ContainerSpec apart(String name, byte[] script, boolean direct) {
        return outfitted("", name, new ContainerSpec.Apart(sha256(script), script.length, direct), List.of(), 0);
    }

    /** One that has temporary storage. */
    static ContainerSpec withTmp(String script) {
        return outfitted(script, ContainerSpec.SCRIPT, null, List.of(), 1_000_000);
    }

    /** One that wants GPUs. */
    static ContainerSpec withGpus(int gpus) {
        return withGpus(gpus, IMAGE);
    }

    static ContainerSpec withGpus(int gpus, String image) {
        var plain = spec("true");
        return new ContainerSpec(
                image,
                plain.script(),
                plain.login(),
                plain.uid(),
                plain.gid(),
                plain.groups(),
                plain.root(),
                plain.cpus(),
                plain.memoryBytes(),
                gpus,
                plain.environment(),
                plain.mounts(),
                plain.files());
    }

    private static ContainerSpec outfitted(
            String script, String name, ContainerSpec.@Nullable Apart apart, List<Mount> mounts, long tmpBytes) {
        var plain = spec(script);
        return new ContainerSpec(
                plain.image(),
                plain.script(),
                plain.login(),
                plain.uid(),
                plain.gid(),
                plain.groups(),
                plain.root(),
                plain.cpus(),
                plain.memoryBytes(),
                plain.gpus(),
                plain.environment(),
                mounts,
                plain.files(),
                List.of(),
                ContainerSpec.PUBLIC,
                tmpBytes,
                false,
                List.of(),
                null,
                name,
                apart,
                true);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
