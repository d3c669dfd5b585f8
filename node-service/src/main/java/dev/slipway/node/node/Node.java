package dev.slipway.node.node;

import dev.slipway.node.hardware.Capacity;
import java.time.Instant;
import java.util.Map;

/** A machine that runs containers, as it last said of itself. */
public record Node(
        String name, String url, Capacity capacity, boolean accepting, Map<String, String> labels, Instant seenAt) {
    public Node {
        labels = Map.copyOf(labels);
    }
}
