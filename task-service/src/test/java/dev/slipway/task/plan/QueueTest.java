package dev.slipway.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTest {
    /** Against the simplest thing that is right. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aQueueIsTheSetOfWhatWasAddedAndNotRemoved(long seed) {
        var random = new Random(seed);
        var queue = new Queue();
        var model = new TreeMap<Long, Shape>();
        for (int i = 0; i < 5000; i++) {
            var id = random.nextLong(400);
            var shape = shape((int) (id % 3));
            switch (random.nextInt(5)) {
                case 0 -> {
                    queue.remove(id);
                    model.remove(id);
                }
                case 1 -> {
                    queue.remove(id, shape);
                    model.remove(id);
                }
                case 2 ->
                    model.keySet().stream().findFirst().ifPresent(first -> {
                        queue.remove(first);
                        model.remove(first);
                    });
                default -> {
                    queue.add(id, shape, id * 10);
                    model.put(id, shape);
                }
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
        for (var line : queue.lines()) {
            var expected = model.entrySet().stream()
                    .filter(it -> it.getValue().equals(line.shape()))
                    .map(it -> it.getKey())
                    .toList();
            assertThat(IntStream.range(0, line.size()).mapToObj(line::id)).isEqualTo(expected);
            assertThat(IntStream.range(0, line.size()).allMatch(it -> line.since(it) == line.id(it) * 10))
                    .isTrue();
        }
        assertThat(queue.lines().stream().mapToInt(Line::size).sum()).isEqualTo(model.size());
    }

    private static Shape shape(int cpus) {
        return new Shape("alice", "default", new Size(cpus, 1, 0, 0), List.of(), 0);
    }
}
