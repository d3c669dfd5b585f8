package dev.slipway.task.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.task.task.Course.Children;
import dev.slipway.task.task.Course.Member;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Between a task's course and the columns that keep it. */
@SuppressWarnings("NullAway") // Columns may be null, as in the entity itself.
final class StoredCourse {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredCourse() {}

    static void keep(Task task, TaskRow row) {
        var course = task.course();
        row.parentId = course.member().map(it -> it.array().number()).orElse(null);
        row.arrayIndex = course.member().map(Member::index).orElse(null);
        course.children().ifPresent(children -> keep(children, row));
        row.standing = course.standing() == Standing.NORMAL
                ? null
                : course.standing().name().toLowerCase(Locale.ROOT);
        row.reason = course.cause().isEmpty() ? null : course.cause();
        row.failureReason =
                course.failures().count() == 0 ? null : course.failures().reason();
        row.failureNodes = course.failures().count() == 0
                ? null
                : String.join(",", course.failures().nodes());
        row.failureCount = course.failures().count();
        row.fields = course.fields().isEmpty() ? null : json(course.fields());
        row.blocked = course.blockedBy();
        row.stopsRepeated = course.stopsRepeated();
        row.declined = course.declined();
        var lifeSpan = task.field(LifeSpan.FIELD).map(LifeSpan::stored).orElseGet(OptionalLong::empty);
        if (lifeSpan.isPresent()) {
            row.lifeSpan = lifeSpan.getAsLong();
        }
    }

    private static void keep(Children children, TaskRow row) {
        row.arrayBegun = children.begun();
        row.arrayOver = children.over();
        row.startedAt = children.since().orElse(null);
        row.directory = children.directory().isEmpty() ? null : children.directory();
    }

    static Course of(TaskRow row) {
        return new Course(
                row.parentId == null
                        ? Optional.empty()
                        : Optional.of(new Member(new TaskId(row.parentId), row.arrayIndex)),
                row.arraySize == null
                        ? Optional.empty()
                        : Optional.of(new Children(
                                row.arrayBegun,
                                row.arrayOver,
                                Optional.ofNullable(row.startedAt),
                                row.directory == null ? "" : row.directory)),
                row.standing == null ? Standing.NORMAL : Standing.valueOf(row.standing.toUpperCase(Locale.ROOT)),
                row.reason != null && row.isStoppingOrKilled() ? row.reason : "",
                row.failureCount == 0
                        ? Failures.NONE
                        : new Failures(row.failureReason, List.of(row.failureNodes.split(",")), row.failureCount),
                row.fields == null ? Map.of() : fields(row.fields),
                row.isBetweenAttempts() ? Optional.of(row.toRun()) : Optional.empty(),
                row.blocked,
                row.stopsRepeated,
                row.declined);
    }

    static String ports(List<Run.Port> ports) {
        return ports.stream().map(it -> it.host() + ":" + it.container()).collect(Collectors.joining(","));
    }

    static List<Run.Port> ports(String text) {
        return Stream.of(text.split(","))
                .map(it -> it.split(":"))
                .map(it -> new Run.Port(Integer.parseInt(it[0]), Integer.parseInt(it[1])))
                .toList();
    }

    static String json(Map<String, String> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> fields(String json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not stored fields: " + e.getOriginalMessage(), e);
        }
    }
}
