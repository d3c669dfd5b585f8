package dev.slipway.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What really ran, whatever anybody says: known to the test alone. */
final class Truth {
    private final Map<String, Execution> all = new HashMap<>();
    private final Map<String, Execution> running = new LinkedHashMap<>();
    private final Set<Met> met = EnumSet.noneOf(Met.class);

    /** What a simulator that never meets it is not worth much. */
    enum Met {
        /** Somebody else led when a batch was to be carried out. */
        DEPOSED,
        /** A node ended what it ran, for it was cut off too long. */
        FENCED,
        /** A node got a command too late to begin. */
        LATE,
        /** A node began anew, and what it had kept was gone. */
        DOCUMENTS_LOST,
        /** A node did not answer, or did not know the attempt. */
        GIVEN_UP,
        TRIED_AGAIN,
        /** A node held what it had been told to stop. */
        STOPPED_AGAIN,
        /** A run whose start nobody told but its end. */
        TOLD_BY_ITS_END,
        LIVED_TOO_LONG,
        ARRAY_ENDED,
        ARRAY_KILLED,
        ARRAY_STOOD_STILL,
        ARRAY_WENT_ON,
        RAN_AFTER_PARENTS,
        REFUSED,
        REFUSED_ON_PROJECT,
        /** A submission that was seen long after it had begun. */
        COMMITTED_LATE,
        /** A task that could not be placed for a while. */
        SET_ASIDE,
        RELEASED,
        /** An array, of which children had rows before. */
        RELEASED_WITH_CHILDREN,
        SET
    }

    /**
     * The process of an attempt.
     *
     * @param code empty when nobody saw how it ended
     */
    record Execution(
            long task, int attempt, String node, int cpus, Instant began, Optional<Instant> ended, OptionalInt code) {
        String name() {
            return task + "-" + attempt;
        }
    }

    void begins(Execution process) {
        assertThat(all.putIfAbsent(process.name(), process))
                .as("attempt %s starts once", process.name())
                .isNull();
        running.put(process.name(), process);
    }

    void ends(String name, Instant at, OptionalInt code) {
        var it = running.remove(name);
        if (it != null) {
            all.put(
                    name,
                    new Execution(it.task(), it.attempt(), it.node(), it.cpus(), it.began(), Optional.of(at), code));
        }
    }

    void meet(Met it) {
        met.add(it);
    }

    Set<Met> met() {
        return met;
    }

    Collection<Execution> running() {
        return running.values();
    }

    Optional<Execution> of(String name) {
        return Optional.ofNullable(all.get(name));
    }
}
