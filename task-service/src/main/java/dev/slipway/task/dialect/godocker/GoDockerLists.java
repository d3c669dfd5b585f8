package dev.slipway.task.dialect.godocker;

import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.TaskQuery;
import dev.slipway.task.task.TaskQuery.Dates;
import dev.slipway.task.task.TaskQuery.Stage;
import java.time.Instant;
import java.util.Optional;

/** Reads what is asked of a list. */
final class GoDockerLists {
    private GoDockerLists() {}

    /** Tasks that are not over. */
    static TaskQuery live(Optional<String> project) {
        return TaskQuery.of(Stage.LIVE).onProject(project.filter(it -> !it.isEmpty()));
    }

    /** Finished tasks: {@code {"start":…,"end":…}}, seconds since 1970 when they began; both may be absent, as may the body. */
    static TaskQuery over(Optional<String> project, byte[] body) {
        var fields = Fields.of(body);
        return TaskQuery.of(Stage.OVER)
                .onProject(project.filter(it -> !it.isEmpty()))
                .within(
                        Dates.BEGAN,
                        fields.seconds("start").map(GoDockerLists::instant),
                        fields.seconds("end").map(GoDockerLists::instant));
    }

    /** A number of entries. */
    static int count(String name, String text) {
        try {
            var count = Integer.parseInt(text);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below, with the same words.
        }
        throw Failure.invalid(name, "must be a whole number of at least 0");
    }

    /** How many entries at most; 0 asks for all. */
    static Optional<Integer> limit(String text) {
        var limit = count("limit", text);
        return limit == 0 ? Optional.empty() : Optional.of(limit);
    }

    static Instant instant(double seconds) {
        return Instant.ofEpochMilli((long) (seconds * 1000));
    }
}
