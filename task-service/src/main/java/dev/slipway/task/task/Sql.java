package dev.slipway.task.task;

import dev.slipway.task.task.TaskQuery.Dates;
import dev.slipway.task.task.TaskQuery.Key;
import dev.slipway.task.task.TaskQuery.Position;
import dev.slipway.task.task.TaskQuery.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;

/** A list in the words of PostgreSQL: what is asked for are parameters, never text. */
final class Sql {
    /** A child has no wish of its own: what is looked for in it is its array's. */
    private static final String IMAGE =
            "coalesce(task.image, (select whole.image from task whole where whole.id = task.parent_id))";

    private static final String TAGS =
            "cast(coalesce(task.tags, (select whole.tags from task whole where whole.id = task.parent_id)) as jsonb)";

    private final TaskQuery query;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    private Sql(TaskQuery query) {
        this.query = query;
        conditions.add(condition(query.stage()));
    }

    static Sql of(TaskQuery query, Optional<Position> behind) {
        var sql = new Sql(query);
        query.owner().ifPresent(it -> sql.and("owner = :owner", "owner", it));
        query.project().ifPresent(it -> sql.and("project = :project", "project", it));
        query.tag().ifPresent(it -> sql.and("jsonb_exists(" + TAGS + ", :tag)", "tag", it));
        query.name().ifPresent(it -> sql.and("strpos(lower(name), lower(:name)) > 0", "name", it));
        var date = query.dates() == Dates.BEGAN ? "coalesce(started_at, placed_at, ended_at)" : "submitted_at";
        query.from().ifPresent(it -> sql.and(date + " >= :from", "from", it));
        query.to().ifPresent(it -> sql.and(date + " <= :to", "to", it));
        query.pattern()
                .ifPresent(it -> sql.and(
                        "(name ~* :pattern or " + IMAGE + " ~* :pattern or owner ~* :pattern or exists (select from"
                                + " jsonb_array_elements_text(" + TAGS + ") as tag where tag ~* :pattern))",
                        "pattern",
                        it));
        behind.ifPresent(sql::behind);
        return sql;
    }

    private static String condition(Stage stage) {
        return switch (stage) {
            case ANY -> "true";
            case LIVE -> "state <> 'ended'";
            case OVER -> "state = 'ended'";
            case CREATED -> "state = 'created'";
            case PENDING -> "state = 'pending'";
            case PLACED -> "state = 'placed'";
            case RUNNING -> "state = 'running'";
            case UNDER_WAY -> "state in ('running', 'spread')";
            case SPREAD -> "state = 'spread'";
            case STOPPING -> "state = 'stopping'";
            case ENDED -> "state = 'ended' and archived_at is null";
            case ARCHIVED -> "state = 'ended' and archived_at is not null";
        };
    }

    private void behind(Position last) {
        var sign = query.order().descending() ? " < " : " > ";
        if (query.order().key() == Key.NUMBER) {
            and("id" + sign + ":number", "number", last.number());
        } else {
            and("(" + column() + ", id)" + sign + "(:value, :number)", "number", last.number());
            values.put("value", last.value());
        }
    }

    private void and(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    private String column() {
        return switch (query.order().key()) {
            case NUMBER -> "id";
            case NAME -> "name";
            case IMAGE -> IMAGE;
            case OWNER -> "owner";
        };
    }

    String select(String what) {
        var direction = query.order().descending() ? " desc" : "";
        var first = query.order().key() == Key.NUMBER ? "" : column() + direction + ", ";
        return "select " + what + where() + " order by " + first + "id" + direction;
    }

    String count() {
        return "select count(*)" + where();
    }

    private String where() {
        return " from task where " + String.join(" and ", conditions);
    }

    <T> SelectionQuery<T> into(SelectionQuery<T> prepared) {
        values.forEach(prepared::setParameter);
        return prepared;
    }
}
