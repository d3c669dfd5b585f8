package dev.slipway.node.container;

import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerSpec;
import dev.slipway.platform.contract.ContainerSpec.Mount;
import dev.slipway.platform.contract.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Commands as task-service sends them. */
final class Samples {
    static final String IMAGE = "slipway/base:latest";

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
}
