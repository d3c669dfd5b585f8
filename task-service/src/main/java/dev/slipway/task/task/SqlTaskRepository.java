package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tasks in PostgreSQL. */
@ApplicationScoped
class SqlTaskRepository implements TaskRepository, PanacheRepositoryBase<TaskRow, Long> {
    /** Compare and set: what is no longer pending is left alone. */
    private static final String PLACE = """
            update task set state = 'placed', version = version + 1, attempt = attempt + 1, node = chosen.node,
              placed_at = ?3, started_at = null, directory = null, engine_id = null, address = null
            from unnest(cast(?1 as bigint[]), cast(?2 as text[])) as chosen (id, node)
            where task.id = chosen.id and task.state = 'pending'
            returning task.*""";

    /** When it began to run, or what its readers are told instead. */
    private static final String STARTED = "coalesce(startedAt, placedAt, endedAt)";

    private final TaskIds ids;

    SqlTaskRepository(TaskIds ids) {
        this.ids = ids;
    }

    @Override
    public Uni<TaskId> nextId() {
        return ids.next();
    }

    @Override
    public Uni<Void> insert(List<Task> tasks) {
        return persist(tasks.stream().map(TaskRow::of));
    }

    @Override
    public Uni<Task> require(TaskId id) {
        return row(id).map(TaskRow::toTask);
    }

    @Override
    public Uni<Optional<Task>> find(TaskId id) {
        return findById(id.number()).map(row -> Optional.ofNullable(row).map(TaskRow::toTask));
    }

    @Override
    public Uni<Void> update(Task task) {
        return row(task.id()).invoke(row -> row.take(task.state())).replaceWithVoid();
    }

    private Uni<TaskRow> row(TaskId id) {
        return findById(id.number()).onItem().ifNull().failWith(() -> Failure.notFound("task", id));
    }

    @Override
    public Uni<List<Task>> live(String owner, Optional<String> project, Page page) {
        var query = new Conditions("state <> 'ended'").and("owner = :owner", "owner", owner);
        project.ifPresent(it -> query.and("project = :project", "project", it));
        return list(query, page);
    }

    @Override
    public Uni<List<Task>> over(String owner, Finished filter, Page page) {
        var query = new Conditions("state = 'ended'").and("owner = :owner", "owner", owner);
        filter.project().ifPresent(it -> query.and("project = :project", "project", it));
        filter.startedFrom().ifPresent(it -> query.and(STARTED + " >= :from", "from", it));
        filter.startedTo().ifPresent(it -> query.and(STARTED + " <= :to", "to", it));
        return list(query, page);
    }

    private Uni<List<Task>> list(Conditions query, Page page) {
        query.and("id < :below", "below", page.below());
        return find(query.text() + " order by id desc", query.values())
                .range(page.skip(), page.skip() + page.size() - 1)
                .list()
                .map(SqlTaskRepository::toTasks);
    }

    @Override
    public Uni<List<Task>> place(Map<TaskId, String> nodes, Instant now) {
        var chosen = List.copyOf(nodes.entrySet());
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(PLACE, TaskRow.class)
                        .setParameter(
                                1,
                                chosen.stream().map(it -> it.getKey().number()).toArray(Long[]::new))
                        .setParameter(
                                2, chosen.stream().map(Map.Entry::getValue).toArray(String[]::new))
                        .setParameter(3, now)
                        .getResultList())
                .map(SqlTaskRepository::toTasks);
    }

    @Override
    public Uni<List<Waiting>> waiting(Instant since) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select id, cpus, ramGb, gpus from TaskRow where state = 'pending' and queuedAt >= :since"
                                        + " order by id",
                                Object[].class)
                        .setParameter("since", since)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(it -> new Waiting(
                                new TaskId((long) it[0]), new Demand((int) it[1], (int) it[2], (int) it[3])))
                        .toList());
    }

    private static List<Task> toTasks(List<TaskRow> rows) {
        return rows.stream().map(TaskRow::toTask).toList();
    }

    /** A query that grows by what is asked for. */
    private static final class Conditions {
        private final List<String> parts = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        Conditions(String first) {
            parts.add(first);
        }

        Conditions and(String condition, String name, Object value) {
            parts.add(condition);
            values.put(name, value);
            return this;
        }

        String text() {
            return String.join(" and ", parts);
        }

        Map<String, Object> values() {
            return values;
        }
    }
}
