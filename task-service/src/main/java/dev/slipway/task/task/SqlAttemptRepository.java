package dev.slipway.task.task;

import dev.slipway.platform.reactive.Statements;
import dev.slipway.task.plan.Size;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Attempts in PostgreSQL. Each change is one statement that finds nothing to do the second time. */
@ApplicationScoped
class SqlAttemptRepository implements AttemptRepository {
    private static final String STARTED =
            "update attempt set started_at = $3 where task = $1 and number = $2 and started_at is null";
    /** Its ports go with what else it held. */
    private static final String FREED = """
            with freed as (
              update attempt set freed_at = $3 where task = $1 and number = $2 and freed_at is null returning ports)
            delete from attempt_port where task = $1 and attempt = $2 and exists (select from freed where ports > 0)""";

    private static final String CLOSED = """
            with closed as (
              update attempt set ended_at = $3, freed_at = coalesce(freed_at, $3), outcome = $4,
                started_at = coalesce(started_at, $5)
              where task = $1 and number = $2 and ended_at is null returning ports)
            delete from attempt_port where task = $1 and attempt = $2 and exists (select from closed where ports > 0)""";
    private static final String TAKEN_PORTS =
            "select node, port from attempt_port where node = any(cast(?1 as text[]))";
    private static final String OPEN_PORTS = """
            insert into attempt_port (node, port, task, attempt)
            select ?1, port, ?3, ?4 from unnest(cast(?2 as int[])) as it (port)""";
    private static final String KEEP_PORTS = "update task set port_map = ?2, version = version + 1 where id = ?1";
    private static final String HOLDING = """
            select attempt.task, attempt.number, attempt.node, task.owner, task.project, attempt.cpus, attempt.ram_gb,
              attempt.gpus, attempt.ports, attempt.placed_at, attempt.started_at,
              coalesce(attempt.started_at, attempt.placed_at) + make_interval(secs => %s)
            from attempt join task on task.id = attempt.task where attempt.freed_at is null""".formatted(LifeSpan.BOUNDED);
    private static final String OF = """
            select number, node, placed_at, started_at, ended_at, outcome from attempt where task = ?1 order by number""";
    private static final String OPEN_ON = """
            select attempt.task, attempt.number, attempt.placed_at, task.stop_asked_at
            from attempt join task on task.id = attempt.task
            where attempt.node = ?1 and attempt.ended_at is null""";

    @Override
    public Uni<Void> started(TaskId task, int attempt, Instant at) {
        return Statements.change(STARTED, task.number(), attempt, at).replaceWithVoid();
    }

    @Override
    public Uni<Void> freed(TaskId task, int attempt, Instant at) {
        return Statements.change(FREED, task.number(), attempt, at).replaceWithVoid();
    }

    @Override
    public Uni<Void> closed(TaskId task, Run run, String outcome, Instant at) {
        return Statements.change(
                        CLOSED,
                        task.number(),
                        run.attempt(),
                        at,
                        outcome,
                        run.startedAt().orElse(null))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Task>> openPorts(List<Task> placed, Map<String, PortPool> pools) {
        var wanting =
                placed.stream().filter(it -> it.spec().demand().ports() > 0).toList();
        if (wanting.isEmpty()) {
            return Uni.createFrom().item(placed);
        }
        var nodes = wanting.stream()
                .map(it -> it.liveRun().orElseThrow().node())
                .distinct()
                .toArray(String[]::new);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(TAKEN_PORTS, Object[].class)
                        .setParameter(1, nodes)
                        .getResultList()
                        .map(taken -> PortAllocation.of(pools, taken).give(placed))
                        .call(all -> keep(session, all)));
    }

    private static Uni<Void> keep(Mutiny.Session session, List<Task> all) {
        var chain = Uni.createFrom().voidItem();
        for (var task : all) {
            var run = task.liveRun().orElseThrow();
            if (!run.ports().isEmpty()) {
                chain = chain.chain(() -> session.createNativeQuery(OPEN_PORTS)
                                .setParameter(1, run.node())
                                .setParameter(
                                        2,
                                        run.ports().stream().map(Run.Port::host).toArray(Integer[]::new))
                                .setParameter(3, task.id().number())
                                .setParameter(4, run.attempt())
                                .executeUpdate())
                        .chain(() -> session.createNativeQuery(KEEP_PORTS)
                                .setParameter(1, task.id().number())
                                .setParameter(2, StoredCourse.ports(run.ports()))
                                .executeUpdate())
                        .replaceWithVoid();
            }
        }
        return chain;
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
                                (String) it[3],
                                (String) it[4],
                                new Size((int) it[5], (int) it[6], (int) it[7], (int) it[8]),
                                Statements.instant(it[9]),
                                Optional.ofNullable(it[10]).map(Statements::instant),
                                Optional.ofNullable(it[11]).map(Statements::instant)))
                        .toList());
    }

    @Override
    public Uni<List<Attempt>> of(TaskId task) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OF, Object[].class)
                        .setParameter(1, task.number())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(it -> new Attempt(
                                (int) it[0],
                                (String) it[1],
                                Statements.instant(it[2]),
                                Optional.ofNullable(it[3]).map(Statements::instant),
                                Optional.ofNullable(it[4]).map(Statements::instant),
                                Optional.ofNullable((String) it[5])))
                        .toList());
    }

    @Override
    public Uni<List<String>> nodesWithOpen() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select distinct node from attempt where ended_at is null", String.class)
                        .getResultList());
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
                                Statements.instant(it[2]),
                                Optional.ofNullable(it[3]).map(Statements::instant)))
                        .toList());
    }
}
