package dev.slipway.task.dialect.godocker;

import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.TaskQuery;
import dev.slipway.task.task.TaskQuery.Dates;
import dev.slipway.task.task.TaskQuery.Key;
import dev.slipway.task.task.TaskQuery.Order;
import dev.slipway.task.task.TaskQuery.Stage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The query of {@code GET /task/over}, as its clients and its table widget write it. */
public class GoDockerSearch {
    private static final Map<String, Key> KEYS =
            Map.of("id", Key.NUMBER, "name", Key.NAME, "container_image", Key.IMAGE, "user_id", Key.OWNER);
    private static final int USUAL = 100;
    /** A table is one JSON object, and is held in memory. */
    private static final int LONGEST_TABLE = 1000;

    @RestQuery
    Optional<String> limit = Optional.empty();

    @RestQuery
    Optional<String> start = Optional.empty();

    @RestQuery("start_date")
    Optional<String> startDate = Optional.empty();

    @RestQuery("end_date")
    Optional<String> endDate = Optional.empty();

    @RestQuery
    Optional<String> reverse = Optional.empty();

    @RestQuery
    Optional<String> orderBy = Optional.empty();

    @RestQuery
    Optional<String> regex = Optional.empty();

    @RestQuery
    Optional<String> draw = Optional.empty();

    @RestQuery
    Optional<String> project = Optional.empty();

    /** What is looked for. */
    TaskQuery query() {
        return TaskQuery.of(Stage.OVER)
                .onProject(given(project))
                .within(Dates.BEGAN, date("start_date", startDate), date("end_date", endDate))
                .matching(given(regex))
                .in(order());
    }

    /** Newest first by number, from A to Z by anything else; or the other way round. */
    private Order order() {
        var key = given(orderBy)
                .map(it -> Optional.ofNullable(KEYS.get(it))
                        .orElseThrow(() -> Failure.invalid("orderBy", "must be id, name, container_image or user_id")))
                .orElse(Key.NUMBER);
        var reversed = given(reverse)
                .filter(it -> it.equalsIgnoreCase("true") || it.equals("1"))
                .isPresent();
        return new Order(key, (key == Key.NUMBER) != reversed);
    }

    int skip() {
        return given(start).map(it -> GoDockerLists.count("start", it)).orElse(0);
    }

    /** Empty for all. */
    Optional<Integer> most() {
        return given(limit).map(GoDockerLists::limit).orElse(Optional.of(USUAL));
    }

    boolean isTable() {
        return given(draw).isPresent();
    }

    int mostInTable() {
        return Math.min(most().orElse(LONGEST_TABLE), LONGEST_TABLE);
    }

    int drawn() {
        return given(draw).map(it -> GoDockerLists.count("draw", it)).orElse(0);
    }

    private static Optional<String> given(Optional<String> parameter) {
        return parameter.filter(it -> !it.isBlank());
    }

    private static Optional<Instant> date(String name, Optional<String> text) {
        try {
            return given(text)
                    .map(it -> Fields.seconds(name, Double.parseDouble(it)))
                    .map(GoDockerLists::instant);
        } catch (NumberFormatException e) {
            throw Fields.notADate(name);
        }
    }
}
