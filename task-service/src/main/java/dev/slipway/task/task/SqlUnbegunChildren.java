package dev.slipway.task.task;

import dev.slipway.task.task.SqlTaskSearch.Found;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Children of arrays that have no rows of their own. In lists they are there all the same. */
@ApplicationScoped
class SqlUnbegunChildren {
    /**
     * An array's children have the numbers behind its own, so that children in the order of their arrays are in the order of
     * their numbers. Of the first array some may be in front; those behind it are looked at only until they have enough.
     */
    private static final String PAGE = """
            with live as (
              select id, array_size, octet_length(spec) as bytes, case when id + array_size < ?1
                then array_size - array_begun else 0 end as children from task
              where array_size is not null and state <> 'ended' and stop_asked_at is null and array_begun < array_size
                and id < ?1 and (cast(?2 as text) is null or owner = ?2) and (cast(?3 as text) is null or project = ?3)),
            whole as (select id, array_size, bytes, sum(children) over (order by id desc) - children as before from live)
            select child.id, whole.bytes from whole
            cross join lateral (
              select numbers.id from (select generate_series(
                least(whole.id + whole.array_size, cast(?1 as bigint) - 1), whole.id + 1, -1) as id) as numbers
              where (select task.id from task where task.id = numbers.id) is null
              limit ?4) as child
            where whole.before < ?4 order by child.id desc limit ?4""";

    /** A child's array is the last one below it. */
    private static final String ARRAYS = """
            select whole.* from task whole where whole.id in (
              select (select it.id from task it where it.array_size is not null and it.id < wanted.id
                order by it.id desc limit 1) from unnest(cast(?1 as bigint[])) as wanted (id))""";

    /** The next of them behind a number, the newest first, of the tasks that are not over of this owner and project. */
    Uni<List<Found>> found(TaskQuery query, long behind, int size) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(PAGE, Object[].class)
                        .setParameter(1, behind)
                        .setParameter(2, query.owner().orElse(null))
                        .setParameter(3, query.project().orElse(null))
                        .setParameter(4, size)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Found(new TaskId((Long) row[0]), (Integer) row[1]))
                        .toList());
    }

    /** Tasks that were read, and besides them those of the wanted ones that are children of arrays and have no rows. */
    Uni<List<Task>> complete(Collection<TaskId> wanted, List<Task> found) {
        if (found.size() == wanted.size()) {
            return Uni.createFrom().item(found);
        }
        var left = new HashSet<>(wanted);
        found.forEach(it -> left.remove(it.id()));
        return tasks(left)
                .map(more -> Stream.concat(found.stream(), more.stream()).toList());
    }

    /** Those of these that are children of arrays, as their arrays say they are. */
    private static Uni<List<Task>> tasks(Collection<TaskId> withoutRows) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ARRAYS, TaskRow.class)
                        .setParameter(
                                1, withoutRows.stream().map(TaskId::number).toArray(Long[]::new))
                        .getResultList()
                        // Their counts may change below us.
                        .invoke(arrays -> arrays.forEach(session::detach)))
                .map(arrays ->
                        arrays.stream().flatMap(it -> children(it, withoutRows)).toList());
    }

    private static Stream<Task> children(TaskRow row, Collection<TaskId> wanted) {
        var array = row.toTask();
        return wanted.stream()
                .filter(it -> it.number() > row.id && it.number() <= row.id + row.arraySize)
                .map(it -> row.childWithoutRow(it.number(), array));
    }
}
