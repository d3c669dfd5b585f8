package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.task.task.TaskQuery.Position;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Lists read by key from PostgreSQL, which also matches the expressions: it can be stopped, a JVM thread cannot. */
@ApplicationScoped
class SqlTaskSearch implements TaskSearch {
    /** Of all wishes of one page: it is in memory about five times until it is written. */
    private static final int LARGEST = 1 << 20;

    /** The length of what a task asks for, which PostgreSQL knows without reading it; a child asks for what its array does. */
    private static final String BYTES = """
            coalesce(octet_length(task.spec),
              (select octet_length(whole.spec) from task whole where whole.id = task.parent_id), 0)""";

    private static final String STATES = """
            select state, cast(sum(tasks) as bigint) from (
              select state, count(*) as tasks from task where state <> 'ended' group by state
              union all
              select case state when 'created' then state else 'pending' end, array_size - array_begun from task
              where array_size is not null and state <> 'ended' and stop_asked_at is null) as each
            group by state""";

    /** An attempt that ends for the sake of another one is not the end of its task. */
    private static final String ENDING = """
            select count(*) from task where state in ('stopping', 'spread') and stop_asked_at is not null
              and coalesce(standing, '') <> 'rescheduling'""";

    private final ListedRows rows;
    private final SqlUnbegunChildren unbegun;

    SqlTaskSearch(ListedRows rows, SqlUnbegunChildren unbegun) {
        this.rows = rows;
        this.unbegun = unbegun;
    }

    /** Only inside the transaction; looking through a million rows must not take a connection for ever. */
    private static final String LIMIT = "select set_config('statement_timeout', '4000', true)";

    private static final String BAD_EXPRESSION = "2201B";
    private static final String STOPPED = "57014";

    /** First the numbers, then the tasks: the row of an array's child does not say all about it. */
    @Override
    public Uni<Page> page(TaskQuery query, Optional<Position> behind, int skip, int size) {
        return Panache.withSession(() -> found(query, behind, skip, size + 1)).chain(found -> read(found, size));
    }

    /** Children first: one that is given a row meanwhile is found twice, not lost. */
    @Override
    public Uni<Page> live(TaskQuery query, Optional<Position> behind, int size) {
        var number = behind.map(Position::number).orElse(Long.MAX_VALUE);
        return Panache.withSession(() -> unbegun.found(query, number, size + 1)
                        .chain(children -> found(query, behind, 0, size + 1)
                                .map(others -> newestFirst(children, others, size + 1))))
                .chain(found -> read(found, size));
    }

    private static List<Found> newestFirst(List<Found> children, List<Found> rows, int size) {
        var byNumber = new TreeMap<Long, Found>(Comparator.reverseOrder());
        children.forEach(it -> byNumber.put(it.id().number(), it));
        rows.forEach(it -> byNumber.put(it.id().number(), it));
        return byNumber.values().stream().limit(size).toList();
    }

    /** @param found one more than {@code size} where the list goes on */
    private Uni<Page> read(List<Found> found, int size) {
        var first = first(found, size);
        var ids = first.stream().map(Found::id).toList();
        var bytes = first.stream().mapToLong(Found::bytes).sum();
        var last = first.size() == found.size();
        return ids.isEmpty()
                ? Uni.createFrom().item(new Page(List.of(), 0, true))
                : rows.read(ids)
                        .chain(tasks -> tasks.size() == ids.size()
                                ? Uni.createFrom().item(tasks)
                                : Panache.withSession(() -> unbegun.complete(ids, tasks)))
                        .map(tasks -> new Page(inOrder(ids, tasks), bytes, last));
    }

    /** As many as asked for, or as are not too large together, but one at least. */
    private static List<Found> first(List<Found> found, int size) {
        int count = 0;
        long bytes = 0;
        for (var each : found) {
            bytes += each.bytes();
            if (count == size || (count > 0 && bytes > LARGEST)) {
                break;
            }
            count++;
        }
        return found.subList(0, count);
    }

    private static List<Task> inOrder(List<TaskId> ids, List<Task> tasks) {
        var byId = tasks.stream().collect(Collectors.toMap(Task::id, it -> it));
        return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private static Uni<List<Found>> found(TaskQuery query, Optional<Position> behind, int skip, int size) {
        return told(query, limited(query, session -> {
            var sql = Sql.of(query, behind);
            return sql.into(session.createNativeQuery(sql.select("task.id, " + BYTES), Object[].class))
                    .setFirstResult(skip)
                    .setMaxResults(size)
                    .getResultList()
                    .map(rows -> rows.stream()
                            .map(row -> new Found(new TaskId((Long) row[0]), (Integer) row[1]))
                            .toList());
        }));
    }

    @Override
    public Uni<List<TaskId>> numbers(TaskQuery query) {
        return told(query, limited(query, session -> {
            var sql = Sql.of(query, Optional.empty());
            return sql.into(session.createNativeQuery(sql.select("task.id"), Long.class))
                    .getResultList()
                    .map(rows -> rows.stream().map(TaskId::new).toList());
        }));
    }

    /** What a list finds before it reads, and how long its wish is. */
    record Found(TaskId id, int bytes) {}

    @Override
    public Uni<Long> count(TaskQuery query) {
        return told(query, limited(query, session -> {
            var sql = Sql.of(query, Optional.empty());
            return sql.into(session.createNativeQuery(sql.count(), Long.class)).getSingleResult();
        }));
    }

    @Override
    public Uni<Map<String, Long>> states() {
        return sums(STATES);
    }

    @Override
    public Uni<Long> ending() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ENDING, Long.class).getSingleResult());
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
