package dev.slipway.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Submits, placements, starts, ends, cancels, suspends, nodes that die, are cut off or lose what they kept, two leaders, lost signals
 * and redeliveries in any order: promises 1 to 8 of architecture.md, by seed.
 */
class InterleavingTest {
    private static final Seeds SEEDS = new Seeds("interleaving");

    static LongStream seeds() {
        return SEEDS.upTo(80);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensThePromisesHold(long seed) {
        SEEDS.run(seed, () -> simulated(seed));
    }

    /** Promise 8, where it is hard to keep. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aLargeTaskComesToItsTurnHoweverManySmallOnesCome(long seed) {
        var suite = new SimulatedSuite(seed);
        for (int i = 0; i < 400; i++) {
            suite.crowd();
        }
        suite.settle();
    }

    /** A promise is not kept by never being tried. */
    @Test
    void theSimulatorMeetsWhatItIsFor() {
        var met = EnumSet.noneOf(Truth.Met.class);
        for (long seed = 1; seed <= 10; seed++) {
            met.addAll(simulated(seed).met());
        }
        assertThat(met).containsExactlyInAnyOrder(Truth.Met.values());
    }

    private static SimulatedSuite simulated(long seed) {
        var suite = new SimulatedSuite(seed);
        for (int i = 0; i < 500; i++) {
            suite.anything();
        }
        suite.settle();
        return suite;
    }
}
