package dev.slipway.node.node;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What this node is called and how often it says that it is there. */
@ConfigMapping(prefix = "slipway.node")
public interface NodeConfig {
    /** Unique in the suite; by default the name the host had when the suite was started in this home for the first time. */
    Optional<String> name();

    /** Prefix of container names and value of their label {@code slipway.suite}: one engine may serve several suites. */
    @WithDefault("slipway")
    String suite();

    /** The suite's state folder, a label of its containers. */
    Optional<String> home();

    /** What placement may ask for. */
    Map<String, String> labels();

    /** The name its ports are reached by; its own name by default. */
    Optional<String> host();

    /** The first of the ports it opens for containers. */
    @WithName("ports.first")
    @WithDefault("10000")
    int firstPort();

    /** How many there are; 0 for none. */
    @WithName("ports.count")
    @WithDefault("1000")
    int ports();

    /**
     * How long it may be without an answer of Kafka before it ends what it runs: by then others may take it for dead. Must be
     * shorter than {@code slipway.task.schedule.node-lost} of task-service.
     */
    @WithDefault("4m")
    Duration lease();

    /** Pause between two heartbeats. */
    @WithDefault("2s")
    Duration heartbeat();
}
