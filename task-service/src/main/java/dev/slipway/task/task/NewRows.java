package dev.slipway.task.task;

import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.platform.reactive.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Rows of new tasks, all in one statement: as entities each would be bound, checked for changes and sent by itself, and nobody looks
 * at them again in their session. What a task has later only is left to the defaults of the columns.
 */
@SuppressWarnings("NullAway") // Columns may be null, as in the entity itself.
final class NewRows {
    /** Instants travel as text: the driver's arrays of times are of another kind. */
    private static final String INSERT = """
            insert into task (id, version, attempt, out_of_memory, owner, project, name, cpus, ram_gb, gpus, ports, state,
              submitted_at, queued_at, spec, array_first, array_step, array_size, array_begun, array_over, blocked, life_span)
            select id, 0, 0, false, owner, project, name, cpus, ram_gb, gpus, ports, state,
              submitted_at, queued_at, spec, array_first, array_step, array_size, array_begun, array_over, blocked, life_span
            from unnest(cast($1 as bigint[]), cast($2 as text[]), cast($3 as text[]), cast($4 as text[]), cast($5 as int[]),
              cast($6 as int[]), cast($7 as int[]), cast($8 as int[]), cast($9 as text[]),
              cast(cast($10 as text[]) as timestamptz[]), cast(cast($11 as text[]) as timestamptz[]), cast($12 as text[]),
              cast($13 as int[]), cast($14 as int[]), cast($15 as int[]), cast($16 as int[]), cast($17 as int[]),
              cast($18 as int[]), cast($19 as bigint[]))
            as fresh (id, owner, project, name, cpus, ram_gb, gpus, ports, state, submitted_at, queued_at, spec,
              array_first, array_step, array_size, array_begun, array_over, blocked, life_span)""";

    private static final int PARAMETERS = 19;

    /** Rows and events, both or neither: a statement is a transaction, and goes there and back once where four would. */
    private static final String INSERT_TOLD =
            "with told as (%s) %s".formatted(Outbox.insertion(PARAMETERS + 1), INSERT);

    private final TaskRow[] rows;

    private NewRows(TaskRow[] rows) {
        this.rows = rows;
    }

    /** Joins the caller's transaction. */
    static Uni<Void> insert(List<Task> tasks) {
        return Statements.change(INSERT, columns(tasks).toArray()).replaceWithVoid();
    }

    /** In a transaction of its own, with what is told of them. */
    static Uni<Void> insertTold(Pool pool, List<Task> tasks, List<TaskEvent> events) {
        var parameters = new ArrayList<Object>(columns(tasks));
        parameters.addAll(Outbox.columns(events));
        return pool.preparedQuery(INSERT_TOLD).execute(Tuple.from(parameters)).replaceWithVoid();
    }

    /** The parameters, in their order. */
    private static List<Object[]> columns(List<Task> tasks) {
        var rows = new NewRows(tasks.stream().map(TaskRow::of).toArray(TaskRow[]::new));
        return List.of(
                rows.column(new Long[0], row -> row.id),
                rows.column(new String[0], row -> row.owner),
                rows.column(new String[0], row -> row.project),
                rows.column(new String[0], row -> row.name),
                rows.column(new Integer[0], row -> row.cpus),
                rows.column(new Integer[0], row -> row.ramGb),
                rows.column(new Integer[0], row -> row.gpus),
                rows.column(new Integer[0], row -> row.ports),
                rows.column(new String[0], row -> row.state),
                rows.column(new String[0], row -> text(row.submittedAt)),
                rows.column(new String[0], row -> text(row.queuedAt)),
                rows.column(new String[0], row -> row.spec),
                rows.column(new Integer[0], row -> row.arrayFirst),
                rows.column(new Integer[0], row -> row.arrayStep),
                rows.column(new Integer[0], row -> row.arraySize),
                rows.column(new Integer[0], row -> row.arrayBegun),
                rows.column(new Integer[0], row -> row.arrayOver),
                rows.column(new Integer[0], row -> row.blocked),
                rows.column(new Long[0], row -> row.lifeSpan));
    }

    private <T> T[] column(T[] none, Function<TaskRow, T> value) {
        var column = Arrays.copyOf(none, rows.length);
        for (int i = 0; i < rows.length; i++) {
            column[i] = value.apply(rows[i]);
        }
        return column;
    }

    /** To the microsecond, which is all the database keeps: it would round, and a task's time is read from both. */
    private static String text(Instant when) {
        return when == null ? null : when.truncatedTo(ChronoUnit.MICROS).toString();
    }
}
