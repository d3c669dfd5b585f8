package dev.slipway.task.task;

import dev.slipway.platform.reactive.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Tasks as lists show them: read past Hibernate, which watches each row for changes that a list never makes, and takes as long
 * for that as all else together.
 */
@ApplicationScoped
@SuppressWarnings("NullAway") // Columns may be null, as in the entity itself.
class ListedRows {
    /** In the order of {@link #row}. */
    private static final String COLUMNS = """
            task.id, task.state, %s, task.submitted_at, task.queued_at, task.attempt,
              task.node, task.placed_at, task.started_at, task.directory, task.tmp, task.engine_id, task.address,
              task.stop_asked_at, task.ended_at, task.archived_at, task.outcome, task.exit_code, task.out_of_memory, task.reason,
              task.parent_id, task.array_index, task.array_size, task.array_begun, task.array_over, task.blocked,
              task.port_map, task.score, task.bytes, task.standing, task.failure_reason, task.failure_nodes, task.failure_count,
              task.stops_repeated, task.declined, task.fields""";

    /** Of {@code task}, as they are in it: a child has no wish of its own. */
    static final String OWN_COLUMNS = COLUMNS.formatted("task.spec");

    /** A child asks for what its array does. */
    private static final String READ = "select " + COLUMNS.formatted("coalesce(task.spec, whole.spec)")
            + " from task left join task whole on whole.id = task.parent_id where task.id = any($1)";

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
            var row = row(each.getDelegate()::getValue);
            if (wish == null || !text.equals(row.spec)) {
                text = row.spec;
                wish = StoredTask.fromJson(text);
            }
            tasks.add(row.toTask(wish));
        }
        return tasks;
    }

    /** One of the columns above, by their places. */
    static TaskRow row(IntFunction<Object> from) {
        var row = new TaskRow();
        row.id = (Long) from.apply(0);
        row.state = (String) from.apply(1);
        row.spec = (String) from.apply(2);
        row.submittedAt = instant(from.apply(3));
        row.queuedAt = instant(from.apply(4));
        row.attempt = (Integer) from.apply(5);
        row.node = (String) from.apply(6);
        row.placedAt = instant(from.apply(7));
        row.startedAt = instant(from.apply(8));
        row.directory = (String) from.apply(9);
        row.tmp = (String) from.apply(10);
        row.engineId = (String) from.apply(11);
        row.address = (String) from.apply(12);
        row.stopAskedAt = instant(from.apply(13));
        row.endedAt = instant(from.apply(14));
        row.archivedAt = instant(from.apply(15));
        row.outcome = (String) from.apply(16);
        row.exitCode = (Integer) from.apply(17);
        row.outOfMemory = (Boolean) from.apply(18);
        row.reason = (String) from.apply(19);
        row.parentId = (Long) from.apply(20);
        row.arrayIndex = (Integer) from.apply(21);
        row.arraySize = (Integer) from.apply(22);
        row.arrayBegun = (Integer) from.apply(23);
        row.arrayOver = (Integer) from.apply(24);
        row.blocked = (Integer) from.apply(25);
        row.portMap = (String) from.apply(26);
        row.score = (Double) from.apply(27);
        row.bytes = (Long) from.apply(28);
        row.standing = (String) from.apply(29);
        row.failureReason = (String) from.apply(30);
        row.failureNodes = (String) from.apply(31);
        row.failureCount = (Integer) from.apply(32);
        row.stopsRepeated = (Integer) from.apply(33);
        row.declined = (Integer) from.apply(34);
        row.fields = (String) from.apply(35);
        return row;
    }

    private static Instant instant(Object when) {
        return when == null ? null : Statements.instant(when);
    }
}
