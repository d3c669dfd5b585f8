package dev.slipway.task.schedule;

import dev.slipway.task.schedule.Truth.Met;
import dev.slipway.task.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Tasks that cannot be placed for a while: the transaction that tries fails, and tells nobody which of its tasks it was. */
final class SimulatedFaults {
    /** How long one is set aside, and what a leader that stands still adds to it. */
    private static final Duration REST = Duration.ofSeconds(90);

    private final Map<Long, Instant> broken = new HashMap<>();
    private final Truth truth;
    private final InstantSource clock;

    SimulatedFaults(Truth truth, InstantSource clock) {
        this.truth = truth;
        this.clock = clock;
    }

    void spoil(long task, Duration time) {
        broken.put(task, clock.instant().plus(time));
    }

    /** Fails when one of them cannot be placed now. */
    void pass(Collection<TaskId> batch) {
        for (var id : batch) {
            if (!isOver(id.number(), Duration.ZERO)) {
                throw new Fault();
            }
        }
    }

    void setAside() {
        truth.meet(Met.SET_ASIDE);
    }

    /** Whether it waits for the next try, or for no good reason. */
    boolean excuse(long task) {
        return !isOver(task, REST);
    }

    private boolean isOver(long task, Duration rest) {
        var until = broken.get(task);
        return until == null || !until.plus(rest).isAfter(clock.instant());
    }

    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
