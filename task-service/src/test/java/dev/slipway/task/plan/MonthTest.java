package dev.slipway.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A month of fifty users on ten nodes of 16 processors, in virtual time; the seed of a run that fails is its name. */
class MonthTest {
    private static final int USERS = 50;
    private static final int KEPT_WAITING = 10;
    /** Of as many users each, by their priorities. */
    private static final int CLASSES = 5;

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long MONTH = Duration.ofDays(30).toMillis();
    private static final Duration OVERDUE = Duration.ofHours(24);
    private static final Rules RULES = new Rules(Order.FAIR_SHARE, Weights.USUAL, OVERDUE.toMillis(), 0, 0, 1);

    @ParameterizedTest
    @ValueSource(longs = {1})
    void sharesAreEqualWithinFivePercentWhenAllWantMore(long seed) {
        var seconds = whatAllGet(seed, _ -> 0.5);
        var mean = mean(seconds);
        assertThat(mean).isGreaterThan((double) Duration.ofDays(20).toSeconds());
        assertThat(seconds)
                .allSatisfy(it -> assertThat(Math.abs(it - mean) / mean).isLessThan(0.05));
    }

    /**
     * Whoever used most never goes before whoever used least: together their terms weigh 1.4, and a priority 1 at most. So by the
     * formula a priority is a start, not a larger share: equals get the same, and who has more of it is ahead by as much as his
     * priority is, by a little.
     */
    @ParameterizedTest
    @ValueSource(longs = {1})
    void aPriorityIsAStartAheadOfTheOthersAndEqualsGetTheSame(long seed) {
        var seconds = whatAllGet(seed, user -> user % CLASSES / (CLASSES - 1.0));
        var means = new ArrayList<Double>();
        for (int of = 0; of < CLASSES; of++) {
            var first = of;
            var equals = IntStream.range(0, USERS)
                    .filter(user -> user % CLASSES == first)
                    .mapToObj(seconds::get)
                    .toList();
            var mean = mean(equals);
            assertThat(equals)
                    .allSatisfy(it -> assertThat(Math.abs(it - mean) / mean).isLessThan(0.05));
            means.add(mean);
        }
        assertThat(means).isSorted();
        var lead = means.getLast() - means.getFirst();
        assertThat(lead / mean(seconds)).isBetween(0.01, 0.15);
        for (int of = 0; of < CLASSES; of++) {
            var byTheFormula = means.getFirst() + lead * of / (CLASSES - 1);
            assertThat(Math.abs(means.get(of) - byTheFormula) / byTheFormula).isLessThan(0.01);
        }
    }

    /** Seconds of each user in a month in which all of them always want more. */
    private static List<Double> whatAllGet(long seed, IntToDoubleFunction priority) {
        var random = new Random(seed);
        var suite = new Simulation(RULES, nodes());
        var submitted = new int[USERS];
        IntStream.range(0, USERS).forEach(it -> suite.account("user" + it).priority = priority.applyAsDouble(it));
        Runnable refill = () -> {
            for (int user = 0; user < USERS; user++) {
                var login = "user" + user;
                for (; submitted[user] < KEPT_WAITING + suite.account(login).done; submitted[user]++) {
                    suite.submit(suite.now(), shape(login, 1 + 3 * random.nextInt(2)), minutes(random));
                }
            }
        };
        refill.run();
        suite.run(MONTH, refill);
        return IntStream.range(0, USERS)
                .mapToObj(it -> suite.account("user" + it).seconds(MONTH))
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(it -> it).average().orElseThrow();
    }

    /** A stream of small tasks that never stops, users of every appetite, and one who rarely comes and wants a whole node. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nobodyStarves(long seed) {
        var random = new Random(seed);
        var suite = new Simulation(RULES, nodes());
        for (int user = 0; user < USERS - 1; user++) {
            var login = "user" + user;
            suite.account(login).priority = random.nextInt(101) / 100.0;
            var mean = 20 + random.nextInt(160);
            for (long at = 0; at < MONTH; at += (long) (mean * MINUTE * -Math.log(1 - random.nextDouble()))) {
                suite.submit(at, shape(login, 1 + random.nextInt(2)), minutes(random));
            }
        }
        suite.account("rare").priority = 0;
        for (long at = 12 * 60 * MINUTE; at < MONTH - 3L * 24 * 60 * MINUTE; at += 24 * 60 * MINUTE) {
            suite.submit(at, shape("rare", 16), 30 * MINUTE);
        }
        suite.run(MONTH, () -> {});
        assertThat(suite.account("rare").done).isEqualTo(27);
        for (int user = 0; user < USERS - 1; user++) {
            assertThat(suite.account("user" + user).longestWait)
                    .isLessThan(OVERDUE.plusHours(6).toMillis());
        }
        assertThat(suite.account("rare").longestWait)
                .isLessThan(OVERDUE.plusHours(6).toMillis());
    }

    private static long minutes(Random random) {
        return (10 + random.nextInt(110)) * MINUTE;
    }

    private static Shape shape(String owner, int cpus) {
        return new Shape(owner, "default", new Size(cpus, cpus, 0, 0), List.of(), 0);
    }

    private static Map<String, Size> nodes() {
        var nodes = new TreeMap<String, Size>();
        for (int i = 0; i < 10; i++) {
            nodes.put("n" + i, new Size(16, 64, 0, 0));
        }
        return nodes;
    }
}
