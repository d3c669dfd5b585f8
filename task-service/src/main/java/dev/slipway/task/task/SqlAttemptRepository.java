package dev.slipway.task.task;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Attempts in PostgreSQL. Each change is one statement that finds nothing to do the second time. */
@ApplicationScoped
class SqlAttemptRepository implements AttemptRepository {
    private static final String OPEN = """
            insert into attempt (task, number, node, cpus, ram_gb, gpus, placed_at)
            select id, attempt, node, cpus, ram_gb, gpus, placed_at from task where id = any(cast(?1 as bigint[]))
            on conflict do nothing""";
    private static final String STARTED =
            "update attempt set started_at = ?3 where task = ?1 and number = ?2 and started_at is null";
    private static final String FREED =
            "update attempt set freed_at = ?3 where task = ?1 and number = ?2 and freed_at is null";
    private static final String CLOSED = """
            update attempt set ended_at = ?3, freed_at = coalesce(freed_at, ?3), outcome = ?4,
              started_at = coalesce(started_at, ?5)
            where task = ?1 and number = ?2 and ended_at is null""";
    private static final String HOLDING =
            "select task, number, node, cpus, ram_gb, gpus from attempt where freed_at is null";
    private static final String OPEN_ON = """
            select attempt.task, attempt.number, attempt.placed_at, task.stop_asked_at
            from attempt join task on task.id = attempt.task
            where attempt.node = ?1 and attempt.ended_at is null""";

    @Override
    public Uni<Void> open(List<Task> placed) {
        return change(session -> session.createNativeQuery(OPEN)
                .setParameter(1, placed.stream().map(it -> it.id().number()).toArray(Long[]::new)));
    }

    @Override
    public Uni<Void> started(TaskId task, int attempt, Instant at) {
        return change(session -> of(session, STARTED, task, attempt).setParameter(3, at));
    }

    @Override
    public Uni<Void> freed(TaskId task, int attempt, Instant at) {
        return change(session -> of(session, FREED, task, attempt).setParameter(3, at));
    }

    @Override
    public Uni<Void> closed(Task ended) {
        return ended.state() instanceof TaskState.Ended(var last, var outcome, var at) && last.isPresent()
                ? change(session -> of(session, CLOSED, ended.id(), last.get().attempt())
                        .setParameter(3, at)
                        .setParameter(4, Outcomes.nameOf(outcome))
                        .setParameter(5, last.get().startedAt().orElse(null)))
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<List<Holding>> holding() {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(HOLDING, Object[].class).getResultList())
                .map(rows -> rows.stream()
                        .map(it -> new Holding(
                                new TaskId((long) it[0]),
                                (int) it[1],
                                (String) it[2],
                                new Demand((int) it[3], (int) it[4], (int) it[5])))
                        .toList());
    }

    @Override
    public Uni<List<Open>> open(String node) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OPEN_ON, Object[].class)
                        .setParameter(1, node)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(it -> new Open(
                                new TaskId((long) it[0]),
                                (int) it[1],
                                node,
                                instant(it[2]),
                                Optional.ofNullable(it[3]).map(SqlAttemptRepository::instant)))
                        .toList());
    }

    private static Mutiny.MutationQuery of(Mutiny.Session session, String sql, TaskId task, int attempt) {
        return session.createNativeQuery(sql).setParameter(1, task.number()).setParameter(2, attempt);
    }

    private static Uni<Void> change(Function<Mutiny.Session, Mutiny.MutationQuery> statement) {
        return Panache.getSession()
                .chain(session -> statement.apply(session).executeUpdate())
                .replaceWithVoid();
    }

    private static Instant instant(Object value) {
        return value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value;
    }
}
