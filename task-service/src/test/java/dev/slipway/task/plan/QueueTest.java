package dev.slipway.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    /** Wherever one comes or goes in a line of many blocks, in any order: by ones, by the front, by the end, by whole arrays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aLongLineIsASortedList(long seed) {
        var random = new Random(seed);
        var line = new Line(shape(1));
        var model = new TreeMap<Long, Long>();
        for (int i = 0; i < 300; i++) {
            var from = random.nextLong(40_000);
            var count = random.nextInt(10) == 0 ? random.nextInt(4 * Block.LARGEST) : random.nextInt(40);
            var what = random.nextInt(6);
            for (int j = 0; j < count; j++) {
                var id = what == 5 ? random.nextLong(40_000) : from + j;
                if (what < 3) {
                    assertThat(line.add(id, id * 10)).isEqualTo(model.putIfAbsent(id, id * 10) == null);
                } else {
                    var gone = what == 3 && !model.isEmpty() ? model.firstKey() : (Long) id;
                    assertThat(line.remove(gone)).isEqualTo(model.remove(gone) != null);
                }
            }
            assertThat(line.size()).isEqualTo(model.size());
            for (int j = 0; j < 5; j++) {
                var id = random.nextLong(40_000);
                assertThat(line.before(id)).isEqualTo(model.headMap(id).size());
                assertThat(line.contains(id)).isEqualTo(model.containsKey(id));
            }
        }
        assertThat(IntStream.range(0, line.size()).mapToObj(line::id)).isEqualTo(List.copyOf(model.keySet()));
        assertThat(IntStream.range(0, line.size()).mapToObj(line::since)).isEqualTo(List.copyOf(model.values()));
    }

    /** Three arrays of one user: what is cancelled, resumed and read anew is the one in the midst. It takes a fraction of a second. */
    @Test
    @Timeout(10)
    void aHundredThousandComeAndGoInTheMidstOfALineAtOnce() {
        var queue = new Queue();
        add(queue, 0, 300_000);
        for (long id = 100_000; id < 200_000; id++) {
            queue.remove(id, shape(1));
        }
        assertThat(queue.size()).isEqualTo(200_000);
        add(queue, 100_000, 200_000);
        assertThat(queue.size()).isEqualTo(300_000);
        assertThat(queue.first(99_999, 300_000)).hasValue(99_999);
        // Downwards, too.
        for (long id = 199_999; id >= 100_000; id--) {
            queue.remove(id, shape(1));
        }
        for (long id = 199_999; id >= 100_000; id--) {
            queue.add(id, shape(1), id);
        }
        assertThat(queue.size()).isEqualTo(300_000);
        assertThat(queue.since(150_000, shape(1))).hasValue(150_000);
    }

    private static void add(Queue queue, long from, long to) {
        for (long id = from; id < to; id++) {
            queue.add(id, shape(1), id);
        }
    }

    private static Shape shape(int cpus) {
        return new Shape("alice", "default", new Size(cpus, 1, 0, 0), List.of(), 0);
    }
}
