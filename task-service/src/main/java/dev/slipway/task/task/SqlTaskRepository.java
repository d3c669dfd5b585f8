package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.reactive.Statements;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tasks in PostgreSQL. */
@ApplicationScoped
class SqlTaskRepository implements TaskRepository, PanacheRepositoryBase<TaskRow, Long> {
    /** Compare and set: what is no longer pending is left alone, and gets no attempt. */
    private static final String PLACE = """
            with placed as (
              update task set state = 'placed', version = version + 1, attempt = attempt + 1, node = chosen.node,
                placed_at = $4, started_at = null, directory = null, tmp = null, engine_id = null, address = null,
                port_map = null, score = chosen.score, bytes = 0, standing = null, stop_asked_at = null, reason = null
              from %s as chosen (id, node, score)
              where task.id = chosen.id and task.state = 'pending' and task.blocked = 0 and task.array_size is null
                and (task.parent_id is not null) = $5
                and not exists (select 1 from task whole where whole.id = task.parent_id
                  and whole.standing in ('suspending', 'suspended'))
              returning task.*),
            opened as (
              insert into attempt (task, number, node, cpus, ram_gb, gpus, ports, placed_at)
              select id, attempt, node, cpus, ram_gb, gpus, ports, placed_at from placed on conflict do nothing)
            select %s from placed as task""";

    private static final String PLACE_ALL = PLACE.formatted(
            "unnest(cast($1 as bigint[]), cast($2 as text[]), cast($3 as float8[]))", ListedRows.OWN_COLUMNS);
    /** PostgreSQL plans anew for each array, which takes longer than placing one task; for a value it does not. */
    private static final String PLACE_ONE = PLACE.formatted(
            "(values (cast($1 as bigint), cast($2 as text), cast($3 as float8)))", ListedRows.OWN_COLUMNS);

    /** The columns are those of {@link StoredShapes}. */
    private static final String WAITING = """
            select task.id, task.owner, task.project, task.cpus, task.ram_gb, task.gpus, task.ports,
              coalesce(task.labels, whole.labels), task.life_span, task.submitted_at, task.failure_nodes, task.queued_in
            from task left join task whole on whole.id = task.parent_id
            where task.state = 'pending' and (task.queued_in, task.id) > (?1, ?2) and task.blocked = 0
              and task.array_size is null and coalesce(whole.standing, '') not in ('suspending', 'suspended')
            order by task.queued_in, task.id limit ?3""";

    private static final String MARK = """
            select pg_postmaster_start_time(),
              cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)""";

    /** PostgreSQL knows a length without reading the text. A child asks for what its array does, the last one below it. */
    private static final String BYTES = """
            select cast(coalesce(octet_length(task.spec),
                (select octet_length(whole.spec) from task whole
                 where whole.id < wanted.id and whole.array_size is not null order by whole.id desc limit 1), 0) as bigint)
            from unnest(cast(?1 as bigint[])) with ordinality as wanted (id, place) left join task on task.id = wanted.id
            order by wanted.place""";

    /** What is handled in one piece on an event loop that answers requests as well: some milliseconds. */
    private static final int WAITING_PAGE = 500;

    private final TaskIds ids;
    private final SqlArrays arrays;
    private final SqlUnbegunChildren unbegun;

    SqlTaskRepository(TaskIds ids, SqlArrays arrays, SqlUnbegunChildren unbegun) {
        this.unbegun = unbegun;
        this.ids = ids;
        this.arrays = arrays;
    }

    @Override
    public Uni<TaskId> nextId() {
        return ids.next();
    }

    @Override
    public Uni<TaskId> nextIds(int count) {
        return ids.block(count);
    }

    @Override
    public Uni<Void> insert(List<Task> tasks) {
        return NewRows.insert(tasks);
    }

    @Override
    public Uni<Task> require(TaskId id) {
        return find(id).map(found -> found.orElseThrow(() -> Failure.notFound("task", id)));
    }

    @Override
    public Uni<Optional<Task>> find(TaskId id) {
        return findById(id.number())
                .chain(row -> row == null
                        ? arrays.childWithoutRow(id)
                        : tasksOf(List.of(row)).map(tasks -> Optional.of(tasks.getFirst())));
    }

    @Override
    public Uni<List<Task>> find(Collection<TaskId> wanted) {
        return find("id in ?1", wanted.stream().map(TaskId::number).toList())
                .list()
                .chain(this::tasksOf)
                .chain(found -> unbegun.complete(wanted, found));
    }

    @Override
    public Uni<Void> update(Task task) {
        return findById(task.id().number())
                .chain(row -> row == null
                        ? arrays.giveRow(task.id())
                                .chain(() -> findById(task.id().number()))
                        : Uni.createFrom().item(row))
                .onItem()
                .ifNull()
                .failWith(() -> new OptimisticLockException("Task %s has changed".formatted(task.id())))
                .invoke(row -> row.take(task))
                .chain(() -> flush());
    }

    @Override
    public Uni<Void> setOfChildren(TaskId array, Map<String, String> values) {
        return arrays.setOfChildren(array, values);
    }

    /** Children of an array ask for what the array asks for; its own row may be changed meanwhile, so only that is read. */
    private Uni<List<Task>> tasksOf(List<TaskRow> rows) {
        var shared =
                rows.stream().map(it -> it.parentId).filter(Objects::nonNull).collect(Collectors.toSet());
        return arrays.specs(shared)
                .map(specs -> rows.stream()
                        .map(row -> row.parentId == null
                                ? row.toTask()
                                : row.toTask(Objects.requireNonNull(specs.get(row.parentId))))
                        .toList());
    }

    @Override
    public Uni<List<Long>> bytesOf(List<TaskId> wanted) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(BYTES, Long.class)
                        .setParameter(1, wanted.stream().map(TaskId::number).toArray(Long[]::new))
                        .getResultList());
    }

    @Override
    public Uni<List<Task>> place(Map<TaskId, Choice> chosen, Instant now) {
        return placeRows(chosen, false, now).chain(placed -> {
            // Those that are left have gone, or are children: their arrays are locked before they are.
            var left = new LinkedHashMap<>(chosen);
            placed.forEach(it -> left.remove(new TaskId(it.id)));
            return left.isEmpty()
                    ? tasksOf(placed)
                    : arrays.begin(numbers(left), now)
                            .chain(() -> placeRows(left, true, now))
                            .chain(children -> tasksOf(Stream.concat(placed.stream(), children.stream())
                                    .toList()));
        });
    }

    private static Uni<List<TaskRow>> placeRows(Map<TaskId, Choice> chosen, boolean children, Instant now) {
        return (chosen.size() == 1 ? placeOne(chosen, children, now) : placeAll(chosen, children, now))
                .map(rows -> rows.stream()
                        .map(row -> ListedRows.row(column -> row[column]))
                        .toList());
    }

    private static Uni<List<Object[]>> placeOne(Map<TaskId, Choice> chosen, boolean children, Instant now) {
        var one = chosen.entrySet().iterator().next();
        var choice = one.getValue();
        return Statements.rows(PLACE_ONE, one.getKey().number(), choice.node(), choice.score(), now, children);
    }

    private static Uni<List<Object[]>> placeAll(Map<TaskId, Choice> chosen, boolean children, Instant now) {
        var choices = chosen.values();
        return Statements.rows(
                PLACE_ALL,
                numbers(chosen),
                choices.stream().map(Choice::node).toArray(String[]::new),
                choices.stream().map(Choice::score).toArray(Double[]::new),
                now,
                children);
    }

    private static Long[] numbers(Map<TaskId, Choice> chosen) {
        return chosen.keySet().stream().map(TaskId::number).toArray(Long[]::new);
    }

    @Override
    public Uni<Void> queueAgain(TaskId array, Instant now) {
        return arrays.queueAgain(array, now);
    }

    @Override
    public Uni<Void> releaseChildren(TaskId array, Instant now) {
        return arrays.releaseChildren(array, now);
    }

    @Override
    public Uni<Boolean> isAsked(TaskId array, Standing standing) {
        return arrays.isAsked(array, standing);
    }

    @Override
    public Uni<Void> forgetRefusals(TaskId array) {
        return arrays.forgetRefusals(array);
    }

    /** Up to where is asked first: what is committed while the pages are read is the next look's. */
    @Override
    public Uni<QueueMark> waiting(QueueMark since, Consumer<List<Waiting>> taker) {
        return mark().call(now -> waiting(now.from(since), Long.MIN_VALUE, new StoredShapes(), taker)
                .chain(() -> arrays.waiting(now.from(since), taker)));
    }

    private static Uni<QueueMark> mark() {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(MARK, Object[].class).getSingleResult())
                .map(row -> new QueueMark(Statements.instant(row[0]), (Long) row[1]));
    }

    /** The next page behind a place in the order of transactions. */
    private Uni<Void> waiting(long since, long behind, StoredShapes shapes, Consumer<List<Waiting>> taker) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(WAITING, Object[].class)
                        .setParameter(1, since)
                        .setParameter(2, behind)
                        .setParameter(3, WAITING_PAGE)
                        .getResultList())
                .chain(rows -> {
                    taker.accept(rows.stream().map(shapes::waiting).toList());
                    if (rows.size() < WAITING_PAGE) {
                        return Uni.createFrom().voidItem();
                    }
                    var last = rows.getLast();
                    return waiting((Long) last[11], (Long) last[0], shapes, taker);
                });
    }

    @Override
    public Uni<Long> waitingOf(Optional<String> owner) {
        return arrays.waitingOf(owner);
    }
}
