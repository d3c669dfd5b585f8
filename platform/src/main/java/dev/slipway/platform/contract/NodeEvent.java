package dev.slipway.platform.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a node tells of itself. Compacted by key: the last word of each kind and node stays. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = NodeEvent.Unknown.class)
@JsonSubTypes({
    @Type(name = "node.heartbeat", value = NodeEvent.Heartbeat.class),
    @Type(name = "node.inventory", value = NodeEvent.Inventory.class)
})
public sealed interface NodeEvent extends Event {
    /** Where they travel. */
    String TOPIC = "node-events.v1";

    /** The node's name, unique in the suite. */
    String node();

    @Override
    default String topic() {
        return TOPIC;
    }

    /**
     * The node is there and can take work.
     *
     * @param url where its service answers other services
     * @param cpus processors it gives to containers
     * @param memoryBytes memory it gives to containers
     * @param gpus devices it gives to containers
     * @param accepting false while it takes no new work, such as when its engine does not answer
     * @param firstPort the first of the ports it can open for containers
     * @param ports how many there are from there on; 0 when it opens none
     * @param features what its engine can do beside running and killing: {@code pause}, {@code interactive}, {@code gpus}
     * @param host the name its ports are reached by; the node's own where it does not say
     */
    record Heartbeat(
            String node,
            String url,
            int cpus,
            long memoryBytes,
            int gpus,
            boolean accepting,
            Map<String, String> labels,
            Instant at,
            int firstPort,
            int ports,
            List<String> features,
            String host)
            implements NodeEvent {
        public Heartbeat {
            labels = Map.copyOf(labels);
            // Events of earlier writers do not have these.
            features = features == null ? List.of() : List.copyOf(features);
            host = host == null ? node : host;
        }

        /** A node that opens no ports. */
        public Heartbeat(
                String node,
                String url,
                int cpus,
                long memoryBytes,
                int gpus,
                boolean accepting,
                Map<String, String> labels,
                Instant at) {
            this(node, url, cpus, memoryBytes, gpus, accepting, labels, at, 0, 0, List.of(), node);
        }

        @Override
        public String key() {
            return node;
        }
    }

    /** All attempts this node has accepted and not told the end of, as of {@code at}. */
    record Inventory(String node, List<String> containers, Instant at) implements NodeEvent {
        public Inventory {
            containers = List.copyOf(containers);
        }

        @Override
        public String key() {
            return node + "/inventory";
        }
    }

    /** Newer than this reader, which skips it. */
    record Unknown(String node) implements NodeEvent {
        @Override
        public String key() {
            return node;
        }
    }
}
