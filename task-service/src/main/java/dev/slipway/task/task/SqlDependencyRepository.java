package dev.slipway.task.task;

import dev.slipway.platform.reactive.Statements;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** Dependencies in PostgreSQL. */
@ApplicationScoped
class SqlDependencyRepository implements DependencyRepository {
    /** The row that says whether a task is over: its own, or that of its array while it has none. */
    private static final String ROWS = """
            select chosen.id, coalesce(own.id, whole.id) from unnest(cast(?1 as bigint[])) as chosen (id)
            left join task own on own.id = chosen.id
            left join lateral (select it.id, it.array_size from task it
              where own.id is null and it.array_size is not null and it.id < chosen.id order by it.id desc limit 1) as whole
              on chosen.id <= whole.id + whole.array_size
            where coalesce(own.id, whole.id) is not null""";

    private static final String LOCK = """
            select id, owner, state = 'ended', stop_asked_at is not null from task where id = any(cast(?1 as bigint[]))
            order by id for share""";

    private static final String ADD =
            "insert into task_dependency (task, parent) select ?1, parent from unnest(cast(?2 as bigint[])) as it (parent)";

    private static final String FREE = """
            with gone as (delete from task_dependency where %s returning task),
            counted as (select task, count(*) as times from gone group by task)
            update task set blocked = blocked - counted.times, version = version + 1,
              queued_at = case when state = 'pending' then $2 else queued_at end
            from counted where task.id = counted.task and task.state <> 'ended'
            returning task.id, task.blocked""";

    private static final String BY_ONE = FREE.formatted("parent = $1");
    private static final String BY_CHILDREN = FREE.formatted(
            "parent > $1 and parent <= $1 + cast($3 as int) and not exists (select 1 from task where task.id = parent)");

    /** A second statement, so that it sees the rows of those who had locked the array before. */
    private static final String CHILDREN = """
            update task set blocked = whole.blocked, version = task.version + 1, queued_at = ?2
            from task whole where whole.id = any(cast(?1 as bigint[])) and whole.array_size is not null
              and task.parent_id = whole.id and task.state in ('created', 'pending') and task.blocked <> whole.blocked
            returning task.id, task.blocked""";

    @Override
    public Uni<List<Long>> parentsOf(TaskId task) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select parent from task_dependency where task = ?1 order by parent", Long.class)
                        .setParameter(1, task.number())
                        .getResultList());
    }

    @Override
    public Uni<List<Parent>> lock(List<Long> parents) {
        var numbers = parents.toArray(Long[]::new);
        return Panache.getSession()
                .chain(session -> rows(session, numbers)
                        .chain(before -> session.createNativeQuery(LOCK, Object[].class)
                                .setParameter(
                                        1, before.values().stream().distinct().toArray(Long[]::new))
                                .getResultList()
                                .chain(locked -> rows(session, numbers).map(after -> {
                                    if (!after.equals(before)) {
                                        throw new OptimisticLockException("A child has got its own row");
                                    }
                                    return parents(before, locked);
                                }))));
    }

    private static Uni<Map<Long, Long>> rows(Mutiny.Session session, Long[] numbers) {
        return session.createNativeQuery(ROWS, Object[].class)
                .setParameter(1, numbers)
                .getResultList()
                .map(found -> {
                    var rows = new HashMap<Long, Long>();
                    found.forEach(it -> rows.put((Long) it[0], (Long) it[1]));
                    return rows;
                });
    }

    private static List<Parent> parents(Map<Long, Long> rows, List<Object[]> locked) {
        var known = new HashMap<Long, Object[]>();
        locked.forEach(it -> known.put((Long) it[0], it));
        return rows.entrySet().stream()
                .map(it -> {
                    var row = Objects.requireNonNull(known.get(it.getValue()));
                    var isItself = it.getKey().equals(it.getValue());
                    var over = (Boolean) row[2] || (!isItself && (Boolean) row[3]);
                    return new Parent(it.getKey(), (String) row[1], over);
                })
                .toList();
    }

    @Override
    public Uni<Void> add(TaskId task, List<Long> parents) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD)
                        .setParameter(1, task.number())
                        .setParameter(2, parents.toArray(Long[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<List<TaskId>> freedBy(TaskId parent, Instant now) {
        return Statements.rows(BY_ONE, parent.number(), now).chain(rows -> withChildren(rows, now));
    }

    @Override
    public Uni<List<TaskId>> freedByChildrenOf(Task array, Instant now) {
        var size = array.spec().needs().array().orElseThrow().size();
        return Statements.rows(BY_CHILDREN, array.id().number(), now, size).chain(rows -> withChildren(rows, now));
    }

    /** Children of an array that were touched one by one while it waited have rows of their own. */
    private static Uni<List<TaskId>> withChildren(List<Object[]> rows, Instant now) {
        return rows.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Panache.getSession()
                        .chain(session -> session.createNativeQuery(CHILDREN, Object[].class)
                                .setParameter(1, rows.stream().map(it -> it[0]).toArray(Long[]::new))
                                .setParameter(2, now)
                                .getResultList())
                        .map(children -> free(
                                Stream.concat(rows.stream(), children.stream()).toList()));
    }

    private static List<TaskId> free(List<Object[]> rows) {
        return rows.stream()
                .filter(it -> ((Number) it[1]).intValue() == 0)
                .map(it -> new TaskId(((Number) it[0]).longValue()))
                .toList();
    }
}
