package dev.slipway.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.contract.Limits;
import dev.slipway.task.plan.Turns.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TurnsTest {
    private static final long NOW = 1_800_000_000_000L;

    private final Queue queue = new Queue();
    private final Map<String, Standing> users = new HashMap<>();

    /** Against the simplest thing that is right: all of them, sorted. */
    @ParameterizedTest
    @CsvSource({"FIFO,1", "FIFO,2", "FAIR_SHARE,1", "FAIR_SHARE,2", "FAIR_SHARE,3", "FAIR_SHARE,4", "FAIR_SHARE,5"})
    void aPartIsCutOutOfTheWholeOrder(Order order, long seed) {
        var random = new Random(seed);
        // Some alike, so that their tasks mingle; some late.
        for (int i = 0; i < 6; i++) {
            users.put("u" + i, standing(random.nextInt(3), random.nextInt(2)));
        }
        for (long id = 0; id < 2000; id++) {
            var size = new Size(1 + random.nextInt(3), 1, 0, 0);
            var owner = "u" + random.nextInt(random.nextInt(6) + 1);
            queue.add(id, new Shape(owner, "p" + random.nextInt(2), size, List.of(), 0), NOW - (2100 - id) * 1000);
        }
        var rules = rules(order, 2_000_000);
        var all = sorted(rules);
        for (int i = 0; i < 200; i++) {
            var part = new Part(
                    random.nextInt(3) == 0 ? Optional.empty() : Optional.of("u" + random.nextInt(7)),
                    random.nextInt(2200),
                    random.nextInt(50) + 1);
            assertThat(Turns.of(rules, now(), part))
                    .as("%s", part)
                    .isEqualTo(all.stream()
                            .filter(it -> it.position() > part.after())
                            .filter(it -> part.owner()
                                    .filter(owner -> !owner.equals(it.shape().owner()))
                                    .isEmpty())
                            .limit(part.most())
                            .toList());
        }
    }

    /** Five hundred owners in turns, of whom each has two thousand, and all that a request may ask for: a fraction of a second. */
    @ParameterizedTest
    @EnumSource(Order.class)
    @Timeout(10)
    void aMillionAreNotWalkedForAPart(Order order) {
        for (long id = 0; id < 1_000_000; id++) {
            queue.add(id, shape("u" + id % 500), NOW - (1_000_000 - id));
        }
        var rules = rules(order, 0);
        for (int after : new int[] {0, 500_000, 999_900}) {
            assertThat(Turns.of(rules, now(), new Part(Optional.of("u7"), after, 1000)))
                    .allMatch(it -> it.position() == it.task() + 1 && it.position() > after)
                    .hasSize(Math.min(1000, (1_000_000 - after) / 500));
            assertThat(Turns.of(rules, now(), new Part(Optional.empty(), after, 1000)))
                    .extracting(Turn::position)
                    .startsWith(after + 1)
                    .endsWith(Math.min(after + 1000, 1_000_000));
        }
    }

    @Test
    void nobodyIsBehindTheLast() {
        queue.add(1, shape("u1"), NOW);
        assertThat(Turns.of(Rules.FIFO, now(), new Part(Optional.empty(), 1, 10)))
                .isEmpty();
        assertThat(Turns.of(Rules.FIFO, now(), new Part(Optional.empty(), Integer.MAX_VALUE, 10)))
                .isEmpty();
        assertThat(Turns.of(Rules.FIFO, now(), new Part(Optional.of("u2"), 0, 10)))
                .isEmpty();
    }

    private List<Turn> sorted(Rules rules) {
        var ranking = new Ranking(rules, now());
        var byRank = new TreeMap<Ranking.Rank, Turn>(Comparator.naturalOrder());
        for (var line : queue.lines()) {
            for (int place = 0; place < line.size(); place++) {
                var rank = ranking.rank(line, place);
                byRank.put(rank, new Turn(0, line.id(place), line.shape(), line.since(place), rank.share()));
            }
        }
        var all = new ArrayList<Turn>();
        byRank.values().forEach(it -> all.add(new Turn(all.size() + 1, it.task(), it.shape(), it.since(), it.score())));
        return all;
    }

    private Situation now() {
        return new Situation(queue, users, Map.of(), Map.of(), List.of(), List.of(), NOW);
    }

    private static Rules rules(Order order, long overdue) {
        return new Rules(order, Weights.USUAL, overdue, 0, 0, 1);
    }

    private static Standing standing(int seconds, int priority) {
        return new Standing(new Usage(seconds * 1000, 1, 1, 0), priority, Limits.NONE);
    }

    private static Shape shape(String owner) {
        return new Shape(owner, "default", new Size(1, 1, 0, 0), List.of(), 0);
    }
}
