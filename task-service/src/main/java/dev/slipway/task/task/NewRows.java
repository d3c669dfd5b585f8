package dev.slipway.task.task;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Rows of new tasks, all in one statement: as entities each would be bound, checked for changes and sent by itself, and nobody looks
 * at them again in their session. What a task has later only is left to the defaults of the columns.
 */
@SuppressWarnings("NullAway") // Columns may be null, as in the entity itself.
final class NewRows {
    /** Instants travel as text: Hibernate has no array of them. */
    private static final String INSERT = """
            insert into task (id, version, attempt, out_of_memory, owner, project, name, cpus, ram_gb, gpus, ports, state,
              submitted_at, queued_at, spec, array_first, array_step, array_size, array_begun, array_over, blocked, life_span)
            select id, 0, 0, false, owner, project, name, cpus, ram_gb, gpus, ports, state,
              submitted_at, queued_at, spec, array_first, array_step, array_size, array_begun, array_over, blocked, life_span
            from unnest(cast(?1 as bigint[]), cast(?2 as text[]), cast(?3 as text[]), cast(?4 as text[]), cast(?5 as int[]),
              cast(?6 as int[]), cast(?7 as int[]), cast(?8 as int[]), cast(?9 as text[]),
              cast(cast(?10 as text[]) as timestamptz[]), cast(cast(?11 as text[]) as timestamptz[]), cast(?12 as text[]),
              cast(?13 as int[]), cast(?14 as int[]), cast(?15 as int[]), cast(?16 as int[]), cast(?17 as int[]),
              cast(?18 as int[]), cast(?19 as bigint[]))
            as fresh (id, owner, project, name, cpus, ram_gb, gpus, ports, state, submitted_at, queued_at, spec,
              array_first, array_step, array_size, array_begun, array_over, blocked, life_span)""";

    private final TaskRow[] rows;

    private NewRows(TaskRow[] rows) {
        this.rows = rows;
    }

    /** Joins the caller's transaction. */
    static Uni<Void> insert(List<Task> tasks) {
        var rows = new NewRows(tasks.stream().map(TaskRow::of).toArray(TaskRow[]::new));
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter(1, rows.column(new Long[0], row -> row.id))
                        .setParameter(2, rows.column(new String[0], row -> row.owner))
                        .setParameter(3, rows.column(new String[0], row -> row.project))
                        .setParameter(4, rows.column(new String[0], row -> row.name))
                        .setParameter(5, rows.column(new Integer[0], row -> row.cpus))
                        .setParameter(6, rows.column(new Integer[0], row -> row.ramGb))
                        .setParameter(7, rows.column(new Integer[0], row -> row.gpus))
                        .setParameter(8, rows.column(new Integer[0], row -> row.ports))
                        .setParameter(9, rows.column(new String[0], row -> row.state))
                        .setParameter(10, rows.column(new String[0], row -> text(row.submittedAt)))
                        .setParameter(11, rows.column(new String[0], row -> text(row.queuedAt)))
                        .setParameter(12, rows.column(new String[0], row -> row.spec))
                        .setParameter(13, rows.column(new Integer[0], row -> row.arrayFirst))
                        .setParameter(14, rows.column(new Integer[0], row -> row.arrayStep))
                        .setParameter(15, rows.column(new Integer[0], row -> row.arraySize))
                        .setParameter(16, rows.column(new Integer[0], row -> row.arrayBegun))
                        .setParameter(17, rows.column(new Integer[0], row -> row.arrayOver))
                        .setParameter(18, rows.column(new Integer[0], row -> row.blocked))
                        .setParameter(19, rows.column(new Long[0], row -> row.lifeSpan))
                        .executeUpdate())
                .replaceWithVoid();
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
