package dev.slipway.task.task;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Ends what has to end without anybody asking now: children of arrays that were stopped, and tasks that have lived too long.
 * Each is looked for in the store, so that nothing is forgotten in a crash; ending it twice is ending it once.
 */
@ApplicationScoped
class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final String TOO_LONG = "Max duration reached";

    private static final String CHILDREN = """
            select child.id, coalesce(whole.reason, '') as why from task as whole join task child on child.parent_id = whole.id
            where whole.state = 'spread' and whole.stop_asked_at is not null
              and (child.state in ('created', 'pending', 'placed', 'running')
                or (child.state = 'stopping' and child.standing = 'rescheduling')) limit 500""";

    private static final String OLD = """
            select id, $3 as why from task where state = 'running'
              and started_at + make_interval(secs => coalesce(%s, $1)) < $2 limit 500""".formatted(LifeSpan.BOUNDED);

    private final Pool pool;
    private final Tasks tasks;
    private final ArrayPauses pauses;
    private final OwnContext context;
    private final TaskConfig config;
    private final InstantSource clock;
    private final AtomicBoolean busy = new AtomicBoolean();

    Upkeep(Pool pool, Tasks tasks, ArrayPauses pauses, OwnContext context, TaskConfig config, InstantSource clock) {
        this.pool = pool;
        this.tasks = tasks;
        this.pauses = pauses;
        this.context = context;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${slipway.task.upkeep:0.5s}")
    void look() {
        if (busy.compareAndSet(false, true)) {
            children()
                    .chain(this::old)
                    .chain(pauses::follow)
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(_ -> {}, fault -> LOG.warnf("upkeep later cause=%s", fault));
        }
    }

    private Uni<Void> children() {
        return pool.query(CHILDREN).execute().chain(this::endAll);
    }

    private Uni<Void> old() {
        var most = LifeSpan.stored(config.maxLifeSpan());
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(OLD)
                .execute(Tuple.of(most.isPresent() ? (double) most.getAsLong() : null, now, TOO_LONG))
                .chain(this::endAll);
    }

    private Uni<Void> endAll(RowSet<Row> rows) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> context.run(
                                () -> tasks.end(new TaskId(row.getLong("id")), row.getString("why")))
                        .onFailure()
                        .invoke(fault -> LOG.warnf("not ended yet task=%d cause=%s", row.getLong("id"), fault))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
