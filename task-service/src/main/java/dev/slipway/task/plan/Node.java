package dev.slipway.task.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A node that takes work, and what its live attempts hold.
 *
 * @param total what it gives to containers
 * @param used what its live attempts hold
 * @param held its live attempts
 */
public record Node(String name, Size total, Size used, Map<String, String> labels, Collection<Held> held) {
    /** A live attempt: since when it has its place, and when it ends at the latest; 0 when nobody knows. */
    public record Held(Size size, long placedAt, long endsAt) {}

    Size free() {
        return total.minus(used);
    }

    /** Whether it has all of these {@code name==value}. */
    boolean has(List<String> wanted) {
        for (var label : wanted) {
            var equals = label.indexOf("==");
            if (equals < 0 || !label.substring(equals + 2).equals(labels.get(label.substring(0, equals)))) {
                return false;
            }
        }
        return true;
    }
}
