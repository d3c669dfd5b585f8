package dev.slipway.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.log.ChunkIndex.Chunk;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkIndexTest {
    private final ChunkIndex index = new ChunkIndex();

    @Test
    void nothingCoversNothing() {
        assertThat(index.covering(0)).isEmpty();
        assertThat(index.reach(7)).isEqualTo(7);
        assertThat(index.lastStart()).isEqualTo(-1);
    }

    @Test
    void chunksInOrderAreReadOneAfterTheOther() {
        index.add(0, 10);
        index.add(10, 5);
        assertThat(index.covering(0)).contains(new Chunk(0, 10));
        assertThat(index.covering(9)).contains(new Chunk(0, 10));
        assertThat(index.covering(10)).contains(new Chunk(10, 15));
        assertThat(index.covering(15)).isEmpty();
        assertThat(index.reach(3)).isEqualTo(15);
    }

    @Test
    void aGapStopsTheReaderUntilItIsFilled() {
        index.add(0, 10);
        index.add(20, 10);
        assertThat(index.reach(0)).isEqualTo(10);
        assertThat(index.covering(12)).isEmpty();
        index.add(8, 14);
        assertThat(index.reach(0)).isEqualTo(30);
    }

    @Test
    void aRepeatAndAShorterOneBringNothing() {
        assertThat(index.add(0, 250)).isTrue();
        assertThat(index.add(0, 250)).isFalse();
        assertThat(index.add(0, 100)).isFalse();
        assertThat(index.add(100, 100)).isFalse();
        assertThat(index.covering(220)).contains(new Chunk(0, 250));
    }

    @Test
    void aLongerOneTakesThePlaceOfWhatItHolds() {
        index.add(0, 10);
        index.add(10, 10);
        index.add(20, 10);
        assertThat(index.add(0, 25)).isTrue();
        assertThat(index.covering(12)).contains(new Chunk(0, 25));
        assertThat(index.covering(25)).contains(new Chunk(20, 30));
    }

    /** Whatever is sent in whatever order: a reader gets each byte once, and as far as there is no gap. */
    @Test
    void chanceCutsNeverDoubleOrLoseAByte() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var chunks = new ChunkIndex();
            Map<Long, Integer> store = new HashMap<>();
            var there = new BitSet();
            for (int it = 0; it < 40; it++) {
                var start = random.nextInt(180);
                var length = 1 + random.nextInt(20);
                if (chunks.add(start, length)) {
                    store.put((long) start, length);
                }
                there.set(start, start + length);
            }
            var position = (long) random.nextInt(100);
            var expected = Math.max(position, there.nextClearBit((int) position));
            assertThat(chunks.reach(position)).as("seed %d", seed).isEqualTo(expected);
            while (position < expected) {
                var chunk = chunks.covering(position).orElseThrow();
                assertThat(store.get(chunk.start())).as("seed %d", seed).isEqualTo((int) (chunk.end() - chunk.start()));
                assertThat(chunk.end()).isGreaterThan(position);
                position = chunk.end();
            }
            assertThat(position).isEqualTo(expected);
        }
    }
}
