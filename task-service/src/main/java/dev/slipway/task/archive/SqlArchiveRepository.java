package dev.slipway.task.archive;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;

/** The archive in PostgreSQL. Replicas that tidy at the same time share the work. */
@ApplicationScoped
class SqlArchiveRepository implements ArchiveRepository {
    /** An array and its children are one: what is done to it is done to them. */
    private static final String THEIRS = " from old where (task.id = old.id or task.parent_id = old.id)";

    private static final String ARCHIVE = "update task set archived_at = :now, version = version + 1" + THEIRS
            + " and state = 'ended' and archived_at is null";
    private static final String REMOVE =
            "delete from task using old where (task.id = old.id or task.parent_id = old.id) and state = 'ended'";
    private static final String ONE = "with old as (select cast(:task as bigint) as id) ";
    private static final String TOLD = " returning task.id, task.owner, task.parent_id is null";

    @Override
    public Uni<List<Done>> archive(long task, Instant now) {
        return run(ONE + ARCHIVE + TOLD, query -> query.setParameter("now", now).setParameter("task", task));
    }

    @Override
    public Uni<List<Done>> archive(Old old, Instant now, int most) {
        return run(oldOnes(old, " and archived_at is null") + ARCHIVE + TOLD, query -> {
            query.setParameter("now", now);
            return with(query, old, most);
        });
    }

    @Override
    public Uni<List<Done>> remove(long task) {
        return run(ONE + REMOVE + TOLD, query -> query.setParameter("task", task));
    }

    @Override
    public Uni<List<Done>> remove(Old old, int most) {
        return run(oldOnes(old, "") + REMOVE + TOLD, query -> with(query, old, most));
    }

    private static String oldOnes(Old old, String more) {
        return "with old as (select id from task where state = 'ended' and parent_id is null and ended_at <= :before"
                + more
                + (old.owner().isPresent() ? " and owner = :owner" : "")
                + (old.tag().isPresent() ? " and jsonb_exists(cast(tags as jsonb), cast(:tag as text))" : "")
                + " order by ended_at limit :most for update skip locked) ";
    }

    private static SelectionQuery<Object[]> with(SelectionQuery<Object[]> query, Old old, int most) {
        query.setParameter("before", old.endedBefore()).setParameter("most", most);
        old.owner().ifPresent(it -> query.setParameter("owner", it));
        old.tag().ifPresent(it -> query.setParameter("tag", it));
        return query;
    }

    private static Uni<List<Done>> run(String sql, UnaryOperator<SelectionQuery<Object[]>> parameters) {
        return Panache.getSession()
                .chain(session -> parameters
                        .apply(session.createNativeQuery(sql, Object[].class))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(it -> new Done((long) it[0], (String) it[1], (boolean) it[2]))
                        .toList());
    }
}
