package dev.slipway.task.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.platform.contract.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fair share of GO-Docker 9.4, term by term: three tasks of three owners on three projects. */
class RankingTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final Offset<Double> EXACTLY = within(1e-9);
    private static final Map<String, Integer> WAITED = Map.of("ann", 0, "ben", 20, "cas", 100, "dee", 100);

    private final Queue queue = new Queue();
    private final Map<String, Standing> users = new HashMap<>();
    private final Map<String, Standing> projects = new HashMap<>();

    @BeforeEach
    void three() {
        // No two quantities have the same place between least and most, so that none can be taken for another.
        users.put("ann", standing(1000, 5, 10, 1));
        users.put("ben", standing(1030, 9, 22, 0.75));
        users.put("cas", standing(1100, 15, 30, 0));
        projects.put("ants", standing(500, 0, 100, 0.9));
        projects.put("bees", standing(510, 5, 170, 0.35));
        projects.put("cats", standing(600, 10, 200, 0));
        wait(1, shape("ann", "ants"));
        wait(2, shape("ben", "bees"));
        wait(3, shape("cas", "cats"));
    }

    @ParameterizedTest
    @CsvSource({
        "waiting,          1,   0.8,  0",
        "user time,        0,   0.3,  1",
        "user cpu,         0,   0.4,  1",
        "user ram,         0,   0.6,  1",
        "project time,     0,   0.1,  1",
        "project cpu,      0,   0.5,  1",
        "project ram,      0,   0.7,  1",
        "user priority,    0,   0.25, 1",
        "project priority, 0.1, 0.65, 1",
    })
    void eachTermCountsByItself(String term, double ann, double ben, double cas) {
        var ranking = ranking(alone(term, 2));
        assertThat(score(ranking, "ann", "ants")).isCloseTo(2 * ann, EXACTLY);
        assertThat(score(ranking, "ben", "bees")).isCloseTo(2 * ben, EXACTLY);
        assertThat(score(ranking, "cas", "cats")).isCloseTo(2 * cas, EXACTLY);
    }

    @Test
    void theScoreIsTheSumOfItsTermsByTheUsualWeights() {
        assertThat(score(ranking(Weights.USUAL), "ben", "bees"))
                .isCloseTo(
                        0.1 * 0.8 + 0.3 + 0.2 * 0.4 + 0.2 * 0.6 + 0.1 * 0.1 + 0.01 * 0.5 + 0.01 * 0.7 + 0.25 + 0.65,
                        EXACTLY);
    }

    @ParameterizedTest
    @CsvSource({"project time, 1", "project cpu, 1", "project ram, 1", "project priority, 0.5"})
    void theProjectDefaultTakesTheWorstPlace(String term, double worst) {
        // Whatever is told of it: it has no counters and no priority of its own.
        projects.put("default", standing(0, 0, 0, 1));
        wait(4, shape("ann", "default"));
        var ranking = ranking(alone(term, 1));
        assertThat(score(ranking, "ann", "default")).isCloseTo(worst, EXACTLY);
        assertThat(score(ranking, "ann", "ants")).isLessThan(worst);
    }

    @ParameterizedTest
    @CsvSource({"user time", "user cpu", "user ram", "project time", "project cpu", "project ram"})
    void whereAllUsedAboutTheSameEachStandsInTheMiddle(String term) {
        users.replaceAll((_, it) -> standing(7, 7, 7, it.priority()));
        users.put("cas", standing(7.9, 7.9, 7.9, 0.5));
        projects.replaceAll((_, it) -> standing(3, 3, 3, it.priority()));
        projects.put("cats", standing(3.9, 3.9, 3.9, 0.5));
        var ranking = ranking(alone(term, 1));
        assertThat(score(ranking, "ann", "ants")).isCloseTo(0.5, EXACTLY);
        assertThat(score(ranking, "cas", "cats")).isCloseTo(0.5, EXACTLY);
    }

    @Test
    void whoIsNotKnownHasHalfAPriority() {
        wait(4, shape("dee", "dogs"));
        assertThat(score(ranking(alone("user priority", 1)), "dee", "dogs")).isCloseTo(0.5, EXACTLY);
        assertThat(score(ranking(alone("project priority", 1)), "dee", "dogs")).isCloseTo(0.5, EXACTLY);
    }

    /** Only those who wait now are compared. */
    @Test
    void whoDoesNotWaitMovesNobody() {
        users.put("eve", standing(9_000, 9_000, 9_000, 1));
        projects.put("eels", standing(9_000, 9_000, 9_000, 1));
        assertThat(score(ranking(alone("user time", 1)), "cas", "cats")).isCloseTo(1, EXACTLY);
        assertThat(score(ranking(alone("project ram", 1)), "cas", "cats")).isCloseTo(1, EXACTLY);
    }

    /** This weight for one term of the formula, and none for the others. */
    private static Weights alone(String term, double weight) {
        return switch (term) {
            case "waiting" -> new Weights(weight, 0, 0, 0, 0, 0, 0, 0, 0);
            case "user time" -> new Weights(0, weight, 0, 0, 0, 0, 0, 0, 0);
            case "user cpu" -> new Weights(0, 0, weight, 0, 0, 0, 0, 0, 0);
            case "user ram" -> new Weights(0, 0, 0, weight, 0, 0, 0, 0, 0);
            case "project time" -> new Weights(0, 0, 0, 0, weight, 0, 0, 0, 0);
            case "project cpu" -> new Weights(0, 0, 0, 0, 0, weight, 0, 0, 0);
            case "project ram" -> new Weights(0, 0, 0, 0, 0, 0, weight, 0, 0);
            case "user priority" -> new Weights(0, 0, 0, 0, 0, 0, 0, weight, 0);
            case "project priority" -> new Weights(0, 0, 0, 0, 0, 0, 0, 0, weight);
            default -> throw new IllegalArgumentException(term);
        };
    }

    private static Standing standing(double seconds, double cpus, double ram, double priority) {
        return new Standing(new Usage(seconds, cpus, ram, 0), priority, Limits.NONE);
    }

    private static Shape shape(String owner, String project) {
        return new Shape(owner, project, new Size(1, 1, 0, 0), List.of(), 0);
    }

    private static long since(String owner) {
        return NOW - WAITED.get(owner) * 1000L;
    }

    private void wait(long id, Shape shape) {
        queue.add(id, shape, since(shape.owner()));
    }

    private Ranking ranking(Weights weights) {
        var situation = new Situation(queue, users, projects, Map.of(), List.of(), List.of(), NOW);
        return new Ranking(new Rules(Order.FAIR_SHARE, weights, 0, 0, 0, 1), situation);
    }

    private static double score(Ranking ranking, String owner, String project) {
        return ranking.score(shape(owner, project), since(owner));
    }
}
