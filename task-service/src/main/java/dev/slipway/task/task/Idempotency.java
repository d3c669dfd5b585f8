package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Remembers which task a request with a key has made. The key is kept in the transaction of its task, so there is never one
 * without the other; each account has its own keys.
 */
@ApplicationScoped
public class Idempotency {
    private static final Logger LOG = Logger.getLogger(Idempotency.class);

    /** Waits for who has the same key under way. One that is too old is as good as none, swept or not. */
    private static final String CLAIM = """
            insert into idempotency as kept (owner, key, digest, task, made_at)
            values (?1, ?2, decode(?3, 'hex'), ?4, ?5)
            on conflict (owner, key) do update
              set digest = excluded.digest, task = excluded.task, made_at = excluded.made_at where kept.made_at < ?6
            returning kept.task""";

    private static final String FIND =
            "select task, encode(digest, 'hex') from idempotency where owner = ?1 and key = ?2 and made_at >= ?3";

    private static final String SWEEP = "delete from idempotency where made_at < $1";

    private final TaskRepository repository;
    private final Pool pool;
    private final TaskConfig config;
    private final InstantSource clock;

    Idempotency(TaskRepository repository, Pool pool, TaskConfig config, InstantSource clock) {
        this.repository = repository;
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The task this request has made before, if it was sent before. Fails with CONFLICT where its key was another request's, or
     * its task was removed since.
     */
    public Uni<Optional<Task>> earlier(RequestKey key, Caller caller) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(FIND, Object[].class)
                        .setParameter(1, caller.login())
                        .setParameter(2, key.text())
                        .setParameter(3, oldest())
                        .getResultList())
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.<Task>empty())
                        : made(key, rows.getFirst()).map(Optional::of)));
    }

    private Uni<Task> made(RequestKey key, Object[] row) {
        return key.digest().equals(row[1])
                ? stillThere(new TaskId(((Number) row[0]).longValue()))
                : Uni.createFrom()
                        .failure(Failure.conflict(
                                "idempotency_key", RequestKey.HEADER + ": used for another request before"));
    }

    /** Made anew it would run a second time, which is what the key is to prevent. */
    private Uni<Task> stillThere(TaskId task) {
        return repository
                .find(task)
                .map(found -> found.orElseThrow(() -> Failure.conflict(
                        "idempotency_key.task_removed",
                        "%s: has made task %s, which was removed".formatted(RequestKey.HEADER, task))));
    }

    /** Joins the caller's transaction. Whether the key is its own now; else somebody else has made the task. */
    Uni<Boolean> claim(RequestKey key, Caller caller, TaskId task) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLAIM, Long.class)
                        .setParameter(1, caller.login())
                        .setParameter(2, key.text())
                        .setParameter(3, key.digest())
                        .setParameter(4, task.number())
                        .setParameter(5, clock.instant())
                        .setParameter(6, oldest())
                        .getResultList())
                .map(rows -> !rows.isEmpty());
    }

    private Instant oldest() {
        return clock.instant().minus(config.keyLife());
    }

    /** Keys that count no more. */
    @Scheduled(every = "${slipway.task.key-sweep:10m}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return pool.preparedQuery(SWEEP)
                .execute(Tuple.of(oldest().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid()
                .onFailure()
                .invoke(fault -> LOG.warnf("idempotency keys swept later cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }
}
