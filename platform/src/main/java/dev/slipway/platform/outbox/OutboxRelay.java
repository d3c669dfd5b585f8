package dev.slipway.platform.outbox;

import dev.slipway.platform.outbox.Unsendable.Refused;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Sends what the outbox holds, oldest first; an entry goes only when the broker has it. One replica at a time relays, by a
 * lease. An append wakes it; the poll is only the safety net. A crash between sending and deleting sends again: readers
 * are idempotent. What the broker will never take is put aside, so that the others go on.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    /** Of the events of one batch together, in bytes, but for the last of them. */
    private static final long LARGEST = 4 << 20;

    /** PostgreSQL knows how long a text is without reading it. */
    private static final String OLDEST = """
            select id, topic, key, event, made_at, before + octet_length(event) as bytes
            from (select id, topic, key, event, made_at,
                sum(octet_length(event)) over (order by id) - octet_length(event) as before
              from (select id, topic, key, event, made_at from outbox order by id limit $1) as oldest) as sized
            where before < $2 order by id""";

    /** An append wakes before its commit: the first look comes a little later, and once for many. */
    private static final long FIRST_LOOK_MILLIS = 2;
    /** A commit may take longer: looks that find nothing are followed by others, up to this distance. */
    private static final long LAST_LOOK_MILLIS = 128;

    private final Pool pool;
    private final EventSender sender;
    private final Unsendable unsendable;
    private final Leases leases;
    private final Vertx vertx;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();
    /** Events this process appended and has not sent yet, as far as it knows. */
    private final AtomicInteger owed = new AtomicInteger();

    private volatile Lease lease = Lease.none("outbox");

    OutboxRelay(Pool pool, EventSender sender, Unsendable unsendable, Leases leases, Vertx vertx) {
        this.pool = pool;
        this.sender = sender;
        this.unsendable = unsendable;
        this.leases = leases;
        this.vertx = vertx;
    }

    /** So many events will be there once their transaction is committed. */
    void wake(int appended) {
        owed.addAndGet(appended);
        look(FIRST_LOOK_MILLIS);
    }

    private void look(long millis) {
        if (awake.compareAndSet(false, true)) {
            vertx.setTimer(millis, _ -> {
                awake.set(false);
                drain().subscribe().with(sent -> lookAgain(sent, millis), OutboxRelay::missed);
            });
        }
    }

    /** Until all that was announced is sent. What never comes was rolled back, or another replica sent it. */
    private void lookAgain(int sent, long millis) {
        if (owed.get() == 0) {
            return;
        }
        if (sent > 0) {
            look(FIRST_LOOK_MILLIS);
        } else if (millis < LAST_LOOK_MILLIS) {
            look(millis * 2);
        } else {
            owed.set(0);
        }
    }

    /** Another replica goes on at once. The only wait: the process is about to end, and nothing else runs on this thread. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        var now = lease;
        if (now.isHeld(Instant.now())) {
            try {
                leases.release(now).subscribeAsCompletionStage().get(2, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debugf("lease not released cause=%s", e);
            }
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

    /** How many were sent. */
    private Uni<Integer> drain() {
        if (!running.compareAndSet(false, true)) {
            return Uni.createFrom().item(0);
        }
        return hold().chain(held -> held ? rest(0) : Uni.createFrom().item(0))
                .invoke(sent -> owed.updateAndGet(it -> Math.max(0, it - sent)))
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
    private Uni<Integer> rest(int sent) {
        return oldest().chain(entries -> {
            var all = sent + entries.size();
            return entries.isEmpty()
                    ? Uni.createFrom().item(all)
                    : send(entries)
                            .chain(unsendable::putAside)
                            .chain(() -> delete(entries))
                            .chain(() -> isFull(entries)
                                    ? rest(all)
                                    : Uni.createFrom().item(all));
        });
    }

    private static boolean isFull(List<Entry> entries) {
        return entries.size() == BATCH || entries.getLast().bytes() >= LARGEST;
    }

    private Uni<List<Entry>> oldest() {
        return pool.preparedQuery(OLDEST).execute(Tuple.of(BATCH, LARGEST)).map(rows -> {
            var entries = new ArrayList<Entry>(rows.size());
            rows.forEach(row -> entries.add(Entry.of(row)));
            return entries;
        });
    }

    /** Those the broker will never take. Any other failure is all of theirs: the batch is sent again. */
    private Uni<List<Refused>> send(List<Entry> entries) {
        return Uni.join()
                .all(entries.stream().map(this::send).toList())
                .andFailFast()
                .map(all -> all.stream().flatMap(Optional::stream).toList());
    }

    private Uni<Optional<Refused>> send(Entry entry) {
        return sender.send(Long.toString(entry.id()), entry.topic(), entry.key(), entry.event(), entry.madeAt())
                .replaceWith(Optional.<Refused>empty())
                .onFailure(Unsendable::isFinal)
                .recoverWithItem(fault -> Optional.of(new Refused(entry.id(), entry.topic(), entry.key(), fault)));
    }

    private Uni<Void> delete(List<Entry> entries) {
        return pool.preparedQuery("delete from outbox where id = any($1)")
                .execute(Tuple.of(entries.stream().map(Entry::id).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /**
     * An event that is to be sent.
     *
     * @param bytes how long it is, together with those before it in its batch
     */
    private record Entry(long id, String topic, String key, String event, Instant madeAt, long bytes) {
        static Entry of(Row row) {
            return new Entry(
                    row.getLong("id"),
                    row.getString("topic"),
                    row.getString("key"),
                    row.getString("event"),
                    row.getOffsetDateTime("made_at").toInstant(),
                    row.getLong("bytes"));
        }
    }
}
