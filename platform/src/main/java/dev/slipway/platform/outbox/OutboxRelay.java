package dev.slipway.platform.outbox;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sends what the outbox holds, oldest first; an entry goes only when the broker has it. One replica at a time relays, by a
 * lease. An append wakes it; the poll is only the safety net. A crash between sending and deleting sends again: readers
 * are idempotent.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    /** An append wakes before its commit: the first look comes a little later, and once for many. */
    private static final long FIRST_LOOK_MILLIS = 2;
    /** A commit may take longer: looks that find nothing are followed by others, up to this distance. */
    private static final long LAST_LOOK_MILLIS = 128;

    private final Pool pool;
    private final EventSender sender;
    private final Leases leases;
    private final Vertx vertx;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Lease lease = Lease.none("outbox");

    OutboxRelay(Pool pool, EventSender sender, Leases leases, Vertx vertx) {
        this.pool = pool;
        this.sender = sender;
        this.leases = leases;
        this.vertx = vertx;
    }

    void wake() {
        look(FIRST_LOOK_MILLIS);
    }

    private void look(long millis) {
        if (millis <= LAST_LOOK_MILLIS && awake.compareAndSet(false, true)) {
            vertx.setTimer(millis, _ -> {
                awake.set(false);
                drain().subscribe().with(found -> look(found ? FIRST_LOOK_MILLIS : millis * 2), OutboxRelay::missed);
            });
        }
    }

    private static void missed(Throwable fault) {
        LOG.debugf("relay cause=%s", fault);
    }

    @Scheduled(every = "${slipway.outbox.poll:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> poll() {
        return drain().replaceWithVoid()
                .onFailure()
                .invoke(fault -> LOG.warnf("relay waits cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }

    /** Whether there was something to send. */
    private Uni<Boolean> drain() {
        if (!running.compareAndSet(false, true)) {
            return Uni.createFrom().item(false);
        }
        return hold().chain(held -> held ? rest() : Uni.createFrom().item(false))
                .onTermination()
                .invoke(() -> running.set(false));
    }

    private Uni<Boolean> hold() {
        var now = lease;
        return now.isFresh(Instant.now())
                ? Uni.createFrom().item(true)
                : leases.acquire(now).invoke(next -> lease = next).map(next -> next.isFresh(Instant.now()));
    }

    /** Batches until one is not full. */
    private Uni<Boolean> rest() {
        return oldest().chain(entries -> entries.isEmpty()
                ? Uni.createFrom().item(false)
                : send(entries)
                        .chain(() -> delete(entries))
                        .chain(() -> entries.size() < BATCH ? Uni.createFrom().item(true) : rest().replaceWith(true)));
    }

    private Uni<List<Entry>> oldest() {
        return pool.preparedQuery("select id, topic, key, event, made_at from outbox order by id limit $1")
                .execute(Tuple.of(BATCH))
                .map(rows -> {
                    var entries = new ArrayList<Entry>(rows.size());
                    rows.forEach(row -> entries.add(Entry.of(row)));
                    return entries;
                });
    }

    private Uni<Void> send(List<Entry> entries) {
        var sending = entries.stream()
                .map(it -> sender.send(Long.toString(it.id()), it.topic(), it.key(), it.event(), it.madeAt()))
                .toList();
        return Uni.join().all(sending).andFailFast().replaceWithVoid();
    }

    private Uni<Void> delete(List<Entry> entries) {
        return pool.preparedQuery("delete from outbox where id = any($1)")
                .execute(Tuple.of(entries.stream().map(Entry::id).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private record Entry(long id, String topic, String key, String event, Instant madeAt) {
        static Entry of(Row row) {
            return new Entry(
                    row.getLong("id"),
                    row.getString("topic"),
                    row.getString("key"),
                    row.getString("event"),
                    row.getOffsetDateTime("made_at").toInstant());
        }
    }
}
