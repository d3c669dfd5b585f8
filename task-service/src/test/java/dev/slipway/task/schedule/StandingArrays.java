package dev.slipway.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.task.schedule.Truth.Met;
import dev.slipway.task.task.SimulatedStore;
import dev.slipway.task.task.Standing;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskState.Placed;
import dev.slipway.task.task.TaskState.Running;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is promised to who asked that a whole array stands still: no child begins, and those that run are told. */
final class StandingArrays {
    private final SimulatedStore store;
    private final Truth truth;
    private final InstantSource clock;
    /** Since when arrays are to stand still. */
    private final Map<Long, Instant> still = new HashMap<>();

    private final Set<Long> stood = new HashSet<>();
    /** When an attempt's node last refused to make it stand still. */
    private final Map<String, Instant> refused = new HashMap<>();

    StandingArrays(SimulatedStore store, Truth truth, InstantSource clock) {
        this.store = store;
        this.truth = truth;
        this.clock = clock;
    }

    /** As it is handled. */
    void refused(String attempt) {
        refused.put(attempt, clock.instant());
    }

    void changed(Task task) {
        if (task.isArray()) {
            array(task);
        }
        task.course().member().ifPresent(it -> child(task, it.array().number()));
    }

    private void array(Task array) {
        var id = array.id().number();
        switch (array.course().standing()) {
            case SUSPENDING -> {
                stood.remove(id);
                still.putIfAbsent(id, clock.instant());
            }
            case SUSPENDED -> {
                if (stood.add(id)) {
                    array.units().forEach(it -> standsStill(store.task(it.number()), array));
                }
            }
            case RESUMED -> {
                went(id);
                truth.meet(Met.ARRAY_WENT_ON);
            }
            case NORMAL, SUSPEND_REFUSED, RESUMING, RESUME_REFUSED, RESCHEDULING, RESCHEDULED -> went(id);
        }
    }

    private void went(long id) {
        still.remove(id);
        stood.remove(id);
    }

    private void standsStill(Task child, Task array) {
        if (!(child.state() instanceof Running(var run))) {
            return;
        }
        var attempt = child.id() + "-" + run.attempt();
        var standing = child.course().standing();
        var asked = still.get(array.id().number());
        var cannot = standing == Standing.SUSPEND_REFUSED
                && refused.containsKey(attempt)
                && !refused.get(attempt).isBefore(asked);
        assertThat(standing == Standing.SUSPENDED || cannot)
                .as("%s of array %s, which is suspended, was told to stand still: %s", attempt, array.id(), standing)
                .isTrue();
        truth.meet(Met.ARRAY_STOOD_STILL);
    }

    private void child(Task child, long array) {
        if (child.state() instanceof Placed(var run) && still.containsKey(array)) {
            assertThat(run.placedAt())
                    .as("child %s of array %d, which is suspended, does not begin", child.id(), array)
                    .isBeforeOrEqualTo(still.get(array));
        }
    }
}
