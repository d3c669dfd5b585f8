package dev.slipway.task.task;

import java.util.ArrayList;
import java.util.List;

/**
 * What waits for a node by what has just happened.
 *
 * @param first some of it
 * @param more whether there is more, which the store knows
 */
public record Freed(List<Task> first, boolean more) {
    /** Nothing does. */
    public static final Freed NOTHING = new Freed(List.of(), false);

    /** So many are handed on as they are. */
    static final int MOST = 10;

    static Freed of(Task task) {
        return new Freed(List.of(task), false);
    }

    Freed and(Freed other) {
        var all = new ArrayList<>(first);
        all.addAll(other.first);
        return new Freed(List.copyOf(all), more || other.more);
    }
}
