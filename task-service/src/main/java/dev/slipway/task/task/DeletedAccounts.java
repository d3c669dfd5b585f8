package dev.slipway.task.task;

import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.platform.reactive.Redelivery;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Removes what deleted accounts leave: their live tasks are ended, their records go once they are over, with their recipes, and
 * when none is left that is told. The wish is a row, so that it is carried out whatever happens in between.
 */
@ApplicationScoped
class DeletedAccounts {
    private static final Logger LOG = Logger.getLogger(DeletedAccounts.class);
    private static final int BATCH = 200;
    private static final String WHY = "Account deleted";

    /** A word that comes again, or is older than the last one, changes nothing: the login may be another's by now. */
    private static final String KEEP = """
            insert into account_clearing as known (owner, version, asked_at) values ($1, $2, $3)
            on conflict (owner) do update set version = excluded.version, asked_at = excluded.asked_at, cleared_at = null
            where known.version < excluded.version""";

    private static final String LIVE = """
            select id from task where owner = $1 and (state in ('created', 'pending', 'placed', 'running')
              or (state = 'spread' and stop_asked_at is null)) order by parent_id nulls first, id limit 200""";

    /** Children before their array: they ask for what it asks for. */
    private static final String REMOVE = """
            delete from task where id in (select id from task where owner = ?1 and state = 'ended'
              order by parent_id nulls last, id limit ?2 for update skip locked) returning id""";

    /** What ended until then is not the next holder's. */
    private static final String CLEARED = """
            update account_clearing set cleared_at =
              greatest(cast(?2 as timestamptz), (select max(ended_at) from usage_ledger where owner = ?1))
            where owner = ?1 and cleared_at is null and not exists (select 1 from task where owner = ?1)""";

    /** The ledger stays; what was made of it for the account is made again of what is its next holder's. */
    private static final List<String> FORGET = List.of(
            "delete from recipe where owner = ?1",
            "delete from idempotency where owner = ?1",
            "delete from bill where kind = 'user' and subject = ?1");

    private final Pool pool;
    private final Tasks tasks;
    private final Outbox outbox;
    private final OwnContext context;
    private final InstantSource clock;
    private final AtomicBoolean busy = new AtomicBoolean();

    DeletedAccounts(Pool pool, Tasks tasks, Outbox outbox, OwnContext context, InstantSource clock) {
        this.pool = pool;
        this.tasks = tasks;
        this.outbox = outbox;
        this.context = context;
        this.clock = clock;
    }

    @Incoming("account-ends")
    Uni<Void> on(String json) {
        return Redelivery.untilHandled(() -> Contract.read(json, AccountEvent.class)
                        instanceof AccountEvent.Deleted gone
                ? pool.preparedQuery(KEEP)
                        .execute(Tuple.of(
                                gone.account(), gone.version(), gone.at().atOffset(ZoneOffset.UTC)))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem());
    }

    @Scheduled(every = "${slipway.task.upkeep:0.5s}")
    void look() {
        if (busy.compareAndSet(false, true)) {
            pool.query("select owner from account_clearing where cleared_at is null order by asked_at limit 20")
                    .execute()
                    .chain(rows -> Multi.createFrom()
                            .iterable(rows)
                            .onItem()
                            .transformToUniAndConcatenate(row -> clear(row.getString("owner")))
                            .collect()
                            .last())
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(_ -> {}, fault -> LOG.warnf("accounts cleared later cause=%s", fault));
        }
    }

    private Uni<Void> clear(String owner) {
        return endLive(owner)
                .chain(() -> remove(owner))
                .chain(() -> forget(owner))
                .chain(() -> tell(owner));
    }

    private Uni<Void> forget(String owner) {
        return context.run(() -> Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> Multi.createFrom()
                        .iterable(FORGET)
                        .onItem()
                        .transformToUniAndConcatenate(sql -> session.createNativeQuery(sql)
                                .setParameter(1, owner)
                                .executeUpdate())
                        .collect()
                        .last()
                        .replaceWithVoid())));
    }

    private Uni<Void> endLive(String owner) {
        return pool.preparedQuery(LIVE)
                .execute(Tuple.of(owner))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(
                                row -> context.run(() -> tasks.end(new TaskId(row.getLong("id")), WHY)))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    /** A batch at a time until none is over. */
    private Uni<Void> remove(String owner) {
        return context.run(() -> Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(REMOVE, Long.class)
                                .setParameter(1, owner)
                                .setParameter(2, BATCH)
                                .getResultList())
                        .call(ids -> outbox.append(removed(owner, ids)))))
                .chain(ids -> ids.isEmpty() ? Uni.createFrom().voidItem() : remove(owner));
    }

    private List<TaskEvent> removed(String owner, List<Long> ids) {
        var now = clock.instant();
        return ids.stream()
                .<TaskEvent>map(id -> new TaskEvent.Removed(id, owner, now))
                .toList();
    }

    private Uni<Void> tell(String owner) {
        var now = clock.instant();
        return context.run(() -> Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(CLEARED)
                        .setParameter(1, owner)
                        .setParameter(2, now)
                        .executeUpdate())
                .chain(done -> {
                    if (done == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    LOG.infof("cleared account=%s", owner);
                    return outbox.append(new TaskEvent.AccountCleared(0, owner, now));
                })));
    }
}
