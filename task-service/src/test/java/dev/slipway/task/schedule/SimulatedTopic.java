package dev.slipway.task.schedule;

import dev.slipway.platform.contract.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A topic: what has the same key is read in order, and again from an earlier place after a crash. */
final class SimulatedTopic<T extends Event> {
    private static final int PARTITIONS = 3;

    private final List<List<T>> partitions = new ArrayList<>();

    SimulatedTopic() {
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new ArrayList<>());
        }
    }

    void add(T event) {
        partitions.get(Math.floorMod(event.key().hashCode(), PARTITIONS)).add(event);
    }

    /** How long each partition is. */
    int[] ends() {
        return partitions.stream().mapToInt(List::size).toArray();
    }

    List<T> all() {
        return partitions.stream().flatMap(List::stream).toList();
    }

    Reader reader() {
        return new Reader(new int[PARTITIONS]);
    }

    /** One that cares for no more than the last words. */
    Reader lateReader(int last) {
        var reader = new Reader(ends());
        for (int i = 0; i < PARTITIONS; i++) {
            reader.next[i] = Math.max(0, reader.next[i] - last);
        }
        return reader;
    }

    /** A group of readers, which share their places. */
    final class Reader {
        private final int[] next;

        private Reader(int[] next) {
            this.next = next;
        }

        /** The next of any partition. */
        Optional<T> next(Random random) {
            var first = random.nextInt(PARTITIONS);
            for (int i = 0; i < PARTITIONS; i++) {
                var part = (first + i) % PARTITIONS;
                if (next[part] < partitions.get(part).size()) {
                    return Optional.of(partitions.get(part).get(next[part]++));
                }
            }
            return Optional.empty();
        }

        void rewind(Random random, int most) {
            for (int i = 0; i < PARTITIONS; i++) {
                next[i] = Math.max(0, next[i] - random.nextInt(most));
            }
        }

        boolean hasReadAll() {
            return hasRead(ends());
        }

        boolean hasRead(int[] mark) {
            for (int i = 0; i < PARTITIONS; i++) {
                if (next[i] < mark[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
