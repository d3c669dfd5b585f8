package dev.slipway.task.schedule;

import dev.slipway.task.schedule.SimulatedContainer.End;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Predicate;

/** The engine of a node: what runs on it, and what has ended and was not removed. */
final class SimulatedEngine {
    private static final int KILLED = 137;

    private final String node;
    private final InstantSource clock;
    private final Truth truth;
    private final Map<String, Box> boxes = new LinkedHashMap<>();

    /** A container. */
    private static final class Box {
        private final Instant startedAt;
        /** Some engines cannot do that to some containers. */
        private final boolean canPause;

        private int left;
        private boolean paused;
        private Optional<End> end = Optional.empty();

        Box(Instant startedAt, int left, boolean canPause) {
            this.startedAt = startedAt;
            this.left = left;
            this.canPause = canPause;
        }
    }

    SimulatedEngine(String node, InstantSource clock, Truth truth) {
        this.node = node;
        this.clock = clock;
        this.truth = truth;
    }

    void begin(SimulatedContainer it, Random random) {
        var now = clock.instant();
        var left = it.spec().script().equals(SimulatedUsers.ENDLESS) ? -1 : 1 + random.nextInt(25);
        boxes.put(it.name(), new Box(now, left, random.nextInt(8) > 0));
        var task = Long.parseLong(it.owner().id());
        truth.begins(new Truth.Execution(
                task, it.attempt(), node, it.spec().cpus(), now, Optional.empty(), OptionalInt.empty()));
    }

    /** Some time goes by. */
    void tick(Random random) {
        boxes.forEach((name, box) -> {
            if (box.end.isEmpty() && !box.paused && random.nextInt(3) > 0 && --box.left == 0) {
                ended(name, box, random.nextInt(4) == 0 ? 3 : 0);
            }
        });
    }

    /** When it began, whether or not it has ended. */
    Optional<Instant> startedAt(String name) {
        return Optional.ofNullable(boxes.get(name)).map(it -> it.startedAt);
    }

    Optional<End> endOf(String name) {
        return Optional.ofNullable(boxes.get(name)).flatMap(it -> it.end);
    }

    boolean pause(String name) {
        var can = running(name).filter(it -> it.canPause);
        can.ifPresent(it -> it.paused = true);
        return can.isPresent();
    }

    boolean resume(String name) {
        var can = running(name);
        can.ifPresent(it -> it.paused = false);
        return can.isPresent();
    }

    void stop(String name) {
        running(name).ifPresent(it -> ended(name, it, KILLED));
    }

    /** Whether or not it runs. */
    void remove(String name) {
        stop(name);
        boxes.remove(name);
    }

    /** All that runs is gone; of some it knows nothing afterwards. */
    void powerOff(Predicate<String> forgets) {
        boxes.keySet().forEach(this::stop);
        boxes.keySet().removeIf(forgets);
    }

    List<String> names() {
        return List.copyOf(boxes.keySet());
    }

    private Optional<Box> running(String name) {
        return Optional.ofNullable(boxes.get(name)).filter(it -> it.end.isEmpty());
    }

    private void ended(String name, Box box, int code) {
        var now = clock.instant();
        box.end = Optional.of(new End(box.startedAt, now, code));
        truth.ends(name, now, OptionalInt.of(code));
    }
}
