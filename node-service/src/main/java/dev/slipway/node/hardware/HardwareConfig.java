package dev.slipway.node.hardware;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What a node says it has, where that is not what it has. */
@ConfigMapping(prefix = "slipway.node.hardware")
public interface HardwareConfig {
    /** Processors given to containers; all logical ones by default. */
    Optional<Integer> cpus();

    /** Devices given to containers, where the engine has a driver for them; none by default. */
    Optional<Integer> gpus();

    /** Memory given to containers; by default all but 1 GiB. */
    Optional<Long> memoryBytes();
}
