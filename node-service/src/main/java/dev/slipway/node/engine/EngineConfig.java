package dev.slipway.node.engine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the engine is and how long it may take. */
@ConfigMapping(prefix = "slipway.node.engine")
public interface EngineConfig {
    /** {@code unix://} or {@code tcp://}. */
    @WithDefault("unix:///var/run/docker.sock")
    String host();

    /** Connections at once: each running container holds one, for what it writes, and a second one while the engine tells no ends. */
    @WithDefault("4096")
    int maxConnections();

    /** How long a call may take that is no stream. */
    @WithDefault("2m")
    Duration callTimeout();
}
