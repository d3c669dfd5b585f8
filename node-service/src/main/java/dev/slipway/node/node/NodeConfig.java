package dev.slipway.node.node;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What this node is called and how often it says that it is there. */
@ConfigMapping(prefix = "slipway.node")
public interface NodeConfig {
    /** Unique in the suite; the host's name by default. */
    Optional<String> name();

    /** Prefix of container names and value of their label {@code slipway.suite}: one engine may serve several suites. */
    @WithDefault("slipway")
    String suite();

    /** The suite's state folder, a label of its containers. */
    Optional<String> home();

    /** What placement may ask for. */
    Map<String, String> labels();

    /** Pause between two heartbeats. */
    @WithDefault("2s")
    Duration heartbeat();
}
