package dev.slipway.task.task;

import java.util.ArrayList;
import java.util.List;

/**
 * The attempts that ended by a fault of the system.
 *
 * @param reason of the last one; empty before the first
 * @param nodes each once, in their order
 */
public record Failures(String reason, List<String> nodes, int count) {
    /** None so far. */
    public static final Failures NONE = new Failures("", List.of(), 0);

    public Failures {
        nodes = List.copyOf(nodes);
    }

    Failures plus(String why, String node) {
        var all = new ArrayList<>(nodes);
        if (!all.contains(node)) {
            all.add(node);
        }
        return new Failures(why, all, count + 1);
    }
}
