package dev.slipway.task.task;

import static dev.slipway.task.task.ATask.NOON;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of transactions, and what the trigger {@code task_queued_in} makes of them. Those of the simulator end as they begin,
 * but those that are slow: what they wrote has a number that is long past when it is seen.
 */
final class SimulatedTransactions {
    private final TreeSet<Long> slow = new TreeSet<>();
    private final Map<Long, Wait> waits = new HashMap<>();
    private long last;
    private OptionalLong now = OptionalLong.empty();

    /** One that will take long. */
    long begin() {
        slow.add(++last);
        return last;
    }

    /** What it writes is seen from here on. */
    void commit(long number, Runnable work) {
        now = OptionalLong.of(number);
        work.run();
        now = OptionalLong.empty();
        slow.remove(number);
    }

    QueueMark mark() {
        return new QueueMark(NOON, slow.isEmpty() ? last + 1 : slow.first());
    }

    void written(TaskRow row) {
        var number = now.orElseGet(() -> ++last);
        var after = Wait.of(row);
        var before = waits.put(row.id, after);
        if (before == null || after.beginsAfter(before)) {
            row.queuedIn = number;
        }
    }

    private record Wait(
            String state,
            @Nullable Instant queuedAt,
            int blocked,
            @Nullable String standing) {
        static Wait of(TaskRow row) {
            return new Wait(row.state, row.queuedAt, row.blocked, row.arraySize == null ? null : row.standing);
        }

        boolean beginsAfter(Wait before) {
            return !Objects.equals(queuedAt, before.queuedAt)
                    || blocked != before.blocked
                    || (state.equals("pending") && !before.state.equals("pending"))
                    || !Objects.equals(standing, before.standing);
        }
    }
}
