package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.TaskQuery.Position;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Lists read by key from PostgreSQL, which also matches the expressions: it can be stopped, a JVM thread cannot. */
@ApplicationScoped
class SqlTaskSearch implements TaskSearch {
    private final TaskRepository repository;

    SqlTaskSearch(TaskRepository repository) {
        this.repository = repository;
    }

    /** Only inside the transaction; looking through a million rows must not take a connection for ever. */
    private static final String LIMIT = "select set_config('statement_timeout', '4000', true)";

    private static final String BAD_EXPRESSION = "2201B";
    private static final String STOPPED = "57014";

    /** First the numbers, then the tasks: the row of an array's child does not say all about it. */
    @Override
    public Uni<List<Task>> page(TaskQuery query, Optional<Position> behind, int skip, int size) {
        return numbers(query, behind, skip, size)
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(List.<Task>of())
                        : repository.find(ids).map(tasks -> inOrder(ids, tasks)));
    }

    private static List<Task> inOrder(List<TaskId> ids, List<Task> tasks) {
        var byId = tasks.stream().collect(Collectors.toMap(Task::id, it -> it));
        return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    @Override
    public Uni<List<TaskId>> numbers(TaskQuery query, Optional<Position> behind, int skip, int size) {
        return told(query, limited(query, session -> {
            var sql = Sql.of(query, behind);
            return sql.into(session.createNativeQuery(sql.select("task.id"), Long.class))
                    .setFirstResult(skip)
                    .setMaxResults(size)
                    .getResultList()
                    .map(rows -> rows.stream().map(TaskId::new).toList());
        }));
    }

    @Override
    public Uni<Long> count(TaskQuery query) {
        return told(query, limited(query, session -> {
            var sql = Sql.of(query, Optional.empty());
            return sql.into(session.createNativeQuery(sql.count(), Long.class)).getSingleResult();
        }));
    }

    @Override
    public Uni<Map<String, Long>> states() {
        return sums("select state, count(*) from task where state <> 'ended' group by state");
    }

    @Override
    public Uni<Map<String, Long>> images() {
        return sums("select image, count(*) from task where image is not null group by image");
    }

    private static Uni<Map<String, Long>> sums(String sql) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, Object[].class).getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(it -> (String) it[0], it -> (Long) it[1])));
    }

    private static <T> Uni<T> limited(TaskQuery query, java.util.function.Function<Mutiny.Session, Uni<T>> work) {
        return query.isHeavy()
                ? Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(LIMIT, String.class)
                                .getSingleResult()
                                .chain(() -> work.apply(session))))
                : Panache.getSession().chain(session -> work.apply(session));
    }

    /** What the caller's own words did is told to the caller. */
    private static <T> Uni<T> told(TaskQuery query, Uni<T> work) {
        return work.onFailure().transform(fault -> switch (stateOf(fault)) {
            case BAD_EXPRESSION -> Failure.invalid("regex", "not a regular expression");
            case STOPPED ->
                query.isHeavy()
                        ? Failure.invalid("query", "takes too long over so many tasks; narrow it by project or dates")
                        : fault;
            default -> fault;
        });
    }

    private static String stateOf(Throwable fault) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof SQLException told) {
                return String.valueOf(told.getSQLState());
            }
            cause = cause.getCause();
        }
        return "";
    }
}
