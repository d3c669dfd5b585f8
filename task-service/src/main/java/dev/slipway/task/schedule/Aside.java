package dev.slipway.task.schedule;

import dev.slipway.task.plan.Shape;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tasks that could not be placed for a reason of their own: each comes back to the queue when its minute is over. */
final class Aside {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<TaskId, Rest> all = new HashMap<>();

    void put(Waiting waiting, Instant now) {
        all.put(waiting.id(), new Rest(waiting, now.plus(MINUTE)));
    }

    void remove(TaskId id) {
        all.remove(id);
    }

    void clear() {
        all.clear();
    }

    /** What is heard anew of one that is here; false of any other. */
    boolean renew(Waiting waiting) {
        return all.computeIfPresent(waiting.id(), (_, it) -> new Rest(waiting, it.until)) != null;
    }

    boolean holds(TaskId id, Instant now) {
        var rest = all.get(id);
        return rest != null && rest.until.isAfter(now);
    }

    /** Those whose minute is over; they are here no longer. */
    List<Waiting> takeDue(Instant now) {
        var due = new ArrayList<Waiting>();
        all.values().removeIf(it -> {
            var isDue = !it.until.isAfter(now);
            if (isDue) {
                due.add(it.waiting);
            }
            return isDue;
        });
        return due;
    }

    Stream<Shape> shapes() {
        return all.values().stream().map(it -> it.waiting.shape());
    }

    /** Those with these numbers. */
    Stream<Waiting> within(long from, long to) {
        return all.values().stream()
                .map(Rest::waiting)
                .filter(it -> it.id().number() >= from && it.id().number() <= to);
    }

    private record Rest(Waiting waiting, Instant until) {}
}
