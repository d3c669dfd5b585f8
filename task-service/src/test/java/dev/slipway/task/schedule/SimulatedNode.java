package dev.slipway.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node as architecture.md promises it: asked twice is asked once, and the last word on an attempt is said exactly once. */
final class SimulatedNode {
    private final Map<String, Box> boxes = new HashMap<>();
    private final Set<String> over = new HashSet<>();
    private final Set<String> started = new HashSet<>();

    /** What it is asked. */
    sealed interface Command {
        long task();

        int attempt();

        record Start(long task, int attempt) implements Command {}

        record Stop(long task, int attempt) implements Command {}

        record Pause(long task, int attempt) implements Command {}

        record Resume(long task, int attempt) implements Command {}
    }

    /** What it tells. */
    record Word(long task, int attempt, Kind kind) {
        enum Kind {
            PREPARING,
            STARTED,
            EXITED,
            COLLECTED,
            FAILED,
            LOST,
            PAUSED,
            RESUMED
        }
    }

    private static final class Box {
        private final long task;
        private final int attempt;
        private int step;
        private boolean stop;
        private boolean paused;

        Box(long task, int attempt) {
            this.task = task;
            this.attempt = attempt;
        }
    }

    List<Word> take(Command command) {
        var name = command.task() + "-" + command.attempt();
        if (over.contains(name)) {
            return List.of();
        }
        var box = boxes.get(name);
        return switch (command) {
            case Command.Start it -> {
                boxes.computeIfAbsent(name, _ -> new Box(it.task(), it.attempt()));
                yield List.of();
            }
            case Command.Stop it -> {
                if (box == null) {
                    over.add(name);
                    yield List.of(new Word(it.task(), it.attempt(), Word.Kind.FAILED));
                }
                box.stop = true;
                box.paused = false;
                yield List.of();
            }
            case Command.Pause it -> pause(box, true, new Word(it.task(), it.attempt(), Word.Kind.PAUSED));
            case Command.Resume it -> pause(box, false, new Word(it.task(), it.attempt(), Word.Kind.RESUMED));
        };
    }

    private static List<Word> pause(@Nullable Box box, boolean paused, Word word) {
        if (box == null || box.step != 1 || box.stop) {
            return List.of();
        }
        box.paused = paused;
        return List.of(word);
    }

    /** One of its containers goes a step further; sometimes that is a bad one. */
    List<Word> go(Random random, boolean mishaps) {
        if (boxes.isEmpty()) {
            return List.of();
        }
        var box = new ArrayList<>(boxes.values()).get(random.nextInt(boxes.size()));
        if (box.paused) {
            return List.of();
        }
        if (mishaps && random.nextInt(12) == 0) {
            return end(box, box.step == 0 ? Word.Kind.FAILED : Word.Kind.LOST);
        }
        return switch (box.step) {
            case 0 -> {
                if (box.stop) {
                    yield end(box, Word.Kind.FAILED);
                }
                box.step = 1;
                assertThat(started.add(box.task + "-" + box.attempt))
                        .as("attempt %d of task %d starts once", box.attempt, box.task)
                        .isTrue();
                yield List.of(
                        new Word(box.task, box.attempt, Word.Kind.PREPARING),
                        new Word(box.task, box.attempt, Word.Kind.STARTED));
            }
            case 1 -> {
                box.step = 2;
                yield List.of(new Word(box.task, box.attempt, Word.Kind.EXITED));
            }
            default -> end(box, Word.Kind.COLLECTED);
        };
    }

    private List<Word> end(Box box, Word.Kind kind) {
        var name = box.task + "-" + box.attempt;
        boxes.remove(name);
        over.add(name);
        return List.of(new Word(box.task, box.attempt, kind));
    }

    /** Containers whose process runs, by task. */
    List<Long> running() {
        return boxes.values().stream()
                .filter(it -> it.step == 1)
                .map(it -> it.task)
                .toList();
    }
}
