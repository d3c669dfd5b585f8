package dev.slipway.task.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tasks as lists show them: read past Hibernate, which watches each row for changes that a list never makes, and takes as long
 * for that as all else together.
 */
@ApplicationScoped
@SuppressWarnings("NullAway") // Columns may be null, as in the entity itself.
class ListedRows {
    /** In the order of {@link #row}; a child asks for what its array does. */
    private static final String READ = """
            select task.id, task.state, coalesce(task.spec, whole.spec), task.submitted_at, task.queued_at, task.attempt,
              task.node, task.placed_at, task.started_at, task.directory, task.tmp, task.engine_id, task.address,
              task.stop_asked_at, task.ended_at, task.archived_at, task.outcome, task.exit_code, task.out_of_memory, task.reason,
              task.parent_id, task.array_index, task.array_size, task.array_begun, task.array_over, task.blocked,
              task.port_map, task.score, task.bytes, task.standing, task.failure_reason, task.failure_nodes, task.failure_count,
              task.stops_repeated, task.declined, task.fields
            from task left join task whole on whole.id = task.parent_id where task.id = any($1)""";

    private final Pool pool;

    ListedRows(Pool pool) {
        this.pool = pool;
    }

    /** Those of these tasks that have rows, in any order. Needs no session, and must not be called within one. */
    Uni<List<Task>> read(List<TaskId> ids) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(ids.stream().map(TaskId::number).toArray(Long[]::new)))
                .map(ListedRows::tasks);
    }

    private static List<Task> tasks(RowSet<Row> rows) {
        var tasks = new ArrayList<Task>(rows.size());
        // Children of one array ask for the same, and much else that somebody hands in at once does, too.
        var text = "";
        StoredTask wish = null;
        for (var each : rows) {
            var row = row(each.getDelegate());
            if (wish == null || !text.equals(row.spec)) {
                text = row.spec;
                wish = StoredTask.fromJson(text);
            }
            tasks.add(row.toTask(wish));
        }
        return tasks;
    }

    private static TaskRow row(io.vertx.sqlclient.Row from) {
        var row = new TaskRow();
        row.id = from.getLong(0);
        row.state = from.getString(1);
        row.spec = from.getString(2);
        row.submittedAt = instant(from, 3);
        row.queuedAt = instant(from, 4);
        row.attempt = from.getInteger(5);
        row.node = from.getString(6);
        row.placedAt = instant(from, 7);
        row.startedAt = instant(from, 8);
        row.directory = from.getString(9);
        row.tmp = from.getString(10);
        row.engineId = from.getString(11);
        row.address = from.getString(12);
        row.stopAskedAt = instant(from, 13);
        row.endedAt = instant(from, 14);
        row.archivedAt = instant(from, 15);
        row.outcome = from.getString(16);
        row.exitCode = from.getInteger(17);
        row.outOfMemory = from.getBoolean(18);
        row.reason = from.getString(19);
        row.parentId = from.getLong(20);
        row.arrayIndex = from.getInteger(21);
        row.arraySize = from.getInteger(22);
        row.arrayBegun = from.getInteger(23);
        row.arrayOver = from.getInteger(24);
        row.blocked = from.getInteger(25);
        row.portMap = from.getString(26);
        row.score = from.getDouble(27);
        row.bytes = from.getLong(28);
        row.standing = from.getString(29);
        row.failureReason = from.getString(30);
        row.failureNodes = from.getString(31);
        row.failureCount = from.getInteger(32);
        row.stopsRepeated = from.getInteger(33);
        row.declined = from.getInteger(34);
        row.fields = from.getString(35);
        return row;
    }

    private static Instant instant(io.vertx.sqlclient.Row from, int column) {
        var when = from.getOffsetDateTime(column);
        return when == null ? null : when.toInstant();
    }
}
