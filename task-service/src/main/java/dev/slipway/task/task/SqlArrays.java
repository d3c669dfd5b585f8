package dev.slipway.task.task;

import dev.slipway.platform.reactive.Statements;
import dev.slipway.task.task.TaskRepository.Waiting;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Arrays in PostgreSQL: one row for all children until one of them is placed or touched. Whoever makes or ends a child locks
 * the array's row first, so that its counts are right.
 */
@ApplicationScoped
class SqlArrays {
    /** Arrays of those of these children that have no row, and those of which none has begun: a child may have been touched before. */
    private static final String ARRAYS_OF = """
            select distinct whole.id from unnest(cast(?1 as bigint[])) as chosen (id)
            cross join lateral (select it.id, it.array_size, it.state from task it
              where it.array_size is not null and it.id < chosen.id order by it.id desc limit 1) as whole
            where chosen.id <= whole.id + whole.array_size
              and (whole.state = 'pending' or not exists (select 1 from task where task.id = chosen.id))""";

    private static final String LOCK = """
            select id from task where id = any(cast(?1 as bigint[])) and state in ('created', 'pending', 'spread')
              and stop_asked_at is null and (?2 or coalesce(standing, '') not in ('suspending', 'suspended'))
            order by id for update""";

    private static final String MAKE = """
            insert into task (id, version, owner, project, name, cpus, ram_gb, gpus, ports, state, submitted_at, queued_at,
              attempt, out_of_memory, blocked, failure_count, stops_repeated, life_span, fields, parent_id, array_index)
            select chosen.id, 0, whole.owner, whole.project, whole.name, whole.cpus, whole.ram_gb, whole.gpus, whole.ports,
              'pending', whole.submitted_at, whole.queued_at, 0, false, whole.blocked, 0, 0, whole.life_span, whole.fields,
              whole.id, whole.array_first + cast(chosen.id - whole.id - 1 as int) * whole.array_step
            from unnest(cast(?1 as bigint[])) as chosen (id)
            join task whole on whole.id = any(cast(?2 as bigint[]))
              and chosen.id between whole.id + 1 and whole.id + whole.array_size
            on conflict do nothing""";

    private static final String COUNT = """
            update task set version = version + 1,
              array_begun = (select count(*) from task child where child.parent_id = task.id)
            where id = any(cast(?1 as bigint[]))""";

    /** Of these arrays, those of which one of these children is about to be placed: it cannot end any more, for they are locked. */
    private static final String SPREAD = """
            update task set state = 'spread', started_at = coalesce(started_at, ?2), version = version + 1
            where id = any(cast(?1 as bigint[])) and state = 'pending' and exists (select 1 from task child
              where child.parent_id = task.id and child.id = any(cast(?3 as bigint[]))
                and child.state = 'pending' and child.blocked = 0)""";

    private static final String SET = """
            update task set version = version + 1, life_span = coalesce(cast(?3 as bigint), life_span),
              fields = cast(coalesce(cast(fields as jsonb), jsonb_build_object()) || cast(cast(?2 as text) as jsonb) as text)
            where parent_id = ?1 and state <> 'ended'""";

    private static final String OVER = """
            update task set array_over = array_over + 1, version = version + 1,
              directory = coalesce(directory, cast(?2 as text))
            where id = ?1 returning array_over, array_size""";

    private static final String QUEUE_AGAIN = """
            update task set queued_at = ?2 where (id = ?1 or parent_id = ?1) and state in ('pending', 'spread')""";

    private static final String RELEASE = """
            update task set state = 'pending', queued_at = ?2, version = version + 1
            where parent_id = ?1 and state = 'created'""";

    private static final String ASKED = "select id from task where id = ?1 and standing = ?2 for share";

    private static final String FORGET_REFUSALS = """
            update task set standing = null, version = version + 1
            where parent_id = ?1 and state = 'running' and standing = 'suspend_refused'""";

    private static final String SUM = """
            select coalesce((array_agg(code order by id) filter (where code <> 0))[1], 0), max(ended_at),
              case when bool_and(outcome in ('refused', 'forbidden')) then (array_agg(outcome order by id))[1] end,
              (array_agg(reason order by id))[1]
            from (select id, ended_at, outcome, reason, case outcome when 'exited' then exit_code when 'killed' then 137
              when 'failed' then 125 else 1 end as code from task where parent_id = ?1 and state = 'ended') as ended""";

    private static final String WAITING = """
            select id, owner, project, cpus, ram_gb, gpus, ports, labels, life_span, submitted_at, failure_nodes, array_size
            from task
            where array_size is not null and state in ('pending', 'spread') and stop_asked_at is null and blocked = 0
              and coalesce(standing, '') not in ('suspending', 'suspended')
              and array_begun < array_size and queued_in >= ?1 order by id""";

    private static final String WAITING_OF = """
            select count(*) filter (where state in ('created', 'pending'))
              + coalesce(sum(array_size - array_begun) filter (where stop_asked_at is null), 0)
            from task where state in ('created', 'pending', 'spread') and (cast(?1 as text) is null or owner = ?1)""";

    /** A child as its array says it is, while it has no row of its own. */
    Uni<Optional<Task>> childWithoutRow(TaskId id) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from TaskRow where arraySize is not null and id < :id order by id desc", TaskRow.class)
                        .setParameter("id", id.number())
                        .setMaxResults(1)
                        .getSingleResultOrNull()
                        .map(row -> {
                            // Its counts are about to change below us.
                            if (row != null) {
                                session.detach(row);
                            }
                            return row != null && id.number() <= row.id + row.arraySize
                                    ? Optional.of(row.childWithoutRow(id.number()))
                                    : Optional.empty();
                        }));
    }

    /** What arrays ask for, by their numbers. */
    Uni<Map<Long, String>> specs(Set<Long> arrays) {
        return arrays.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : Panache.getSession()
                        .chain(session -> session.createQuery(
                                        "select id, spec from TaskRow where id in :ids", Object[].class)
                                .setParameter("ids", arrays)
                                .getResultList())
                        .map(rows -> {
                            var specs = new HashMap<Long, String>();
                            rows.forEach(it -> specs.put((Long) it[0], (String) it[1]));
                            return specs;
                        });
    }

    /** Makes the row of one child that is touched; none when its array was stopped meanwhile. */
    Uni<Void> giveRow(TaskId child) {
        return make(new Long[] {child.number()}, true).replaceWithVoid();
    }

    /** Makes the rows of the children among these that have none; the arrays of all of them are running from now on. */
    Uni<Void> begin(Long[] chosen, Instant now) {
        return make(chosen, false)
                .chain(arrays -> arrays.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Panache.getSession()
                                .chain(session -> session.createNativeQuery(SPREAD)
                                        .setParameter(1, arrays.toArray(Long[]::new))
                                        .setParameter(2, now)
                                        .setParameter(3, chosen)
                                        .executeUpdate())
                                .replaceWithVoid());
    }

    /** Those without rows have the fields of their array. */
    Uni<Void> setOfChildren(TaskId array, Map<String, String> values) {
        var life = Optional.ofNullable(values.get(LifeSpan.FIELD))
                .map(LifeSpan::parse)
                .orElseGet(OptionalLong::empty);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(SET)
                        .setParameter(1, array.number())
                        .setParameter(2, StoredCourse.json(values))
                        .setParameter(3, life.isPresent() ? life.getAsLong() : null)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** @param suspendedToo whether arrays that stand still count: their children may be touched, but not begin */
    private Uni<List<Long>> make(Long[] chosen, boolean suspendedToo) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ARRAYS_OF, Long.class)
                        .setParameter(1, chosen)
                        .getResultList()
                        .chain(arrays -> arrays.isEmpty()
                                ? Uni.createFrom().item(List.<Long>of())
                                : session.createNativeQuery(LOCK, Long.class)
                                        .setParameter(1, arrays.toArray(Long[]::new))
                                        .setParameter(2, suspendedToo)
                                        .getResultList()
                                        .call(locked -> session.createNativeQuery(MAKE)
                                                .setParameter(1, chosen)
                                                .setParameter(2, locked.toArray(Long[]::new))
                                                .executeUpdate())
                                        .call(locked -> session.createNativeQuery(COUNT)
                                                .setParameter(1, locked.toArray(Long[]::new))
                                                .executeUpdate())));
    }

    /** It and its children wait from now on: whoever reads what is new in the queue finds them. */
    Uni<Void> queueAgain(TaskId array, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(QUEUE_AGAIN)
                        .setParameter(1, array.number())
                        .setParameter(2, now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Those of its children that have rows wait since {@code now}, as it does and the others with it. */
    Uni<Void> releaseChildren(TaskId array, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(RELEASE)
                        .setParameter(1, array.number())
                        .setParameter(2, now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Whether that is what it was asked for last; it stays so until the transaction ends. */
    Uni<Boolean> isAsked(TaskId array, Standing standing) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ASKED, Long.class)
                        .setParameter(1, array.number())
                        .setParameter(2, standing.name().toLowerCase(Locale.ROOT))
                        .getResultList())
                .map(found -> !found.isEmpty());
    }

    /** Its children are asked to stand still, whatever their nodes said before. */
    Uni<Void> forgetRefusals(TaskId array) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(FORGET_REFUSALS)
                        .setParameter(1, array.number())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** One more child of it is over; true when that was the last. Locks the array until the transaction ends. */
    Uni<Boolean> childOver(TaskId array, String directory) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OVER, Object[].class)
                        .setParameter(1, array.number())
                        .setParameter(2, directory.isEmpty() ? null : directory)
                        .getSingleResult())
                .map(row -> ((Number) row[0]).intValue() >= ((Number) row[1]).intValue());
    }

    /** What its children came to, of which at least one has a row. */
    Uni<Sum> sumOf(TaskId array) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(SUM, Object[].class)
                        .setParameter(1, array.number())
                        .getSingleResult())
                .map(sum -> new Sum(
                        (int) sum[0],
                        Statements.instant(sum[1]),
                        Optional.ofNullable((String) sum[2]).map(it -> Outcomes.refusal(it, (String) sum[3]))));
    }

    /** Children without rows that the scheduler may place, array by array. */
    Uni<Void> waiting(long since, Consumer<List<Waiting>> taker) {
        var shapes = new StoredShapes();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(WAITING, Object[].class)
                        .setParameter(1, since)
                        .getResultList())
                .chain(arrays -> Multi.createFrom()
                        .iterable(arrays)
                        .onItem()
                        .transformToUniAndConcatenate(array ->
                                made((Long) array[0]).invoke(made -> taker.accept(children(array, shapes, made))))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private static Uni<Set<Long>> made(Long array) {
        return Panache.getSession()
                .chain(session -> session.createQuery("select id from TaskRow where parentId = :id", Long.class)
                        .setParameter("id", array)
                        .getResultList())
                .map(HashSet::new);
    }

    private static List<Waiting> children(Object[] array, StoredShapes shapes, Set<Long> made) {
        var shape = shapes.shape(array);
        var since = Statements.instant(array[9]);
        long first = (Long) array[0] + 1;
        return LongStream.range(first, first + (int) array[11])
                .filter(id -> !made.contains(id))
                .mapToObj(id -> new Waiting(new TaskId(id), shape, since))
                .toList();
    }

    Uni<Long> waitingOf(Optional<String> owner) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(WAITING_OF, Long.class)
                        .setParameter(1, owner.orElse(null))
                        .getSingleResult());
    }
}
