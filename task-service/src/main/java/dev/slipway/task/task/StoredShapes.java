package dev.slipway.task.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.platform.reactive.Statements;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Size;
import dev.slipway.task.task.TaskRepository.Waiting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the queue needs of rows of {@code id, owner, project, cpus, ram_gb, gpus, ports, labels, life_span,
 * submitted_at, failure_nodes}. Equal shapes are one object: a million waiting tasks have few.
 */
final class StoredShapes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Shape, Shape> shapes = new HashMap<>();
    private final Map<String, List<String>> labels = new HashMap<>();

    Waiting waiting(@Nullable Object[] row) {
        return new Waiting(new TaskId(number(row[0])), shape(row), Statements.instant(Objects.requireNonNull(row[9])));
    }

    Shape shape(@Nullable Object[] row) {
        var shape = new Shape(
                (String) row[1],
                (String) row[2],
                new Size(whole(row[3]), whole(row[4]), whole(row[5]), whole(row[6])),
                row[7] == null ? List.of() : labels.computeIfAbsent((String) row[7], StoredShapes::read),
                row[8] == null ? 0 : LifeSpan.bounded(number(row[8])) * 1000,
                row[10] == null
                        ? List.of()
                        : Stream.of(((String) row[10]).split(",")).sorted().toList());
        return shapes.computeIfAbsent(shape, it -> it);
    }

    private static List<String> read(String json) {
        try {
            return Stream.of(JSON.readValue(json, String[].class)).sorted().toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a list of labels: " + json, e);
        }
    }

    private static int whole(@Nullable Object value) {
        return Math.toIntExact(number(value));
    }

    private static long number(@Nullable Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }
}
