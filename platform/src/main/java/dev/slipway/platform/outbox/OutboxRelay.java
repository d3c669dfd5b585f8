package dev.slipway.platform.outbox;

import dev.slipway.platform.contract.Event;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.outbox.OutboxEntries.Entry;
import dev.slipway.platform.outbox.Unsendable.Refused;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    /** An append wakes before its commit: the first look comes a little later, and once for many. */
    private static final long FIRST_LOOK_MILLIS = 2;
    /** A commit may take longer: looks that find nothing are followed by others, up to this distance. */
    private static final long LAST_LOOK_MILLIS = 128;
    /** Nobody waits for facts about tasks: they go along with whatever is sent in that time, or together after it. */
    private static final Set<String> UNHURRIED = Set.of(TaskEvent.TOPIC);

    private static final long LATER_MILLIS = 250;
    /** More than these are deleted at once, not by the look after it: that compares each entry with each of them. */
    private static final int FEW = 32;

    private final OutboxEntries entries;
    private final EventSender sender;
    private final Unsendable unsendable;
    private final Leases leases;
    private final Vertx vertx;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean later = new AtomicBoolean();
    /** Events with somebody who waits that this process appended and has not sent yet, as far as it knows. */
    private final AtomicInteger owed = new AtomicInteger();

    /** Those the broker has that are still in the table. Only who is {@link #running} changes it, and the end of the process. */
    private volatile List<Long> sent = List.of();

    private volatile Lease lease = Lease.none("outbox");

    OutboxRelay(OutboxEntries entries, EventSender sender, Unsendable unsendable, Leases leases, Vertx vertx) {
        this.entries = entries;
        this.sender = sender;
        this.unsendable = unsendable;
        this.leases = leases;
        this.vertx = vertx;
    }

    /** They will be there once their transaction is committed. */
    void wake(List<? extends Event> appended) {
        var hurried = (int)
                appended.stream().filter(it -> !UNHURRIED.contains(it.topic())).count();
        if (hurried > 0) {
            owed.addAndGet(hurried);
            look(FIRST_LOOK_MILLIS);
        } else if (later.compareAndSet(false, true)) {
            vertx.setTimer(LATER_MILLIS, _ -> {
                later.set(false);
                look(FIRST_LOOK_MILLIS);
            });
        }
    }

    private void look(long millis) {
        if (awake.compareAndSet(false, true)) {
            vertx.setTimer(millis, _ -> {
                awake.set(false);
                drain().subscribe().with(sent -> lookAgain(sent, millis), OutboxRelay::missed);
            });
        }
    }

    /** Until all that somebody waits for is sent. What never comes was rolled back, or another replica sent it. */
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

    /**
     * Another replica goes on at once, and sends little again. The only wait: the process is about to end, and nothing else runs
     * on this thread.
     */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        var now = lease;
        if (now.isHeld(Instant.now())) {
            try {
                delete().onFailure()
                        .recoverWithNull()
                        .chain(() -> leases.release(now))
                        .subscribeAsCompletionStage()
                        .get(2, TimeUnit.SECONDS);
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

    /** How many were sent that somebody waits for. */
    private Uni<Integer> drain() {
        if (!running.compareAndSet(false, true)) {
            return Uni.createFrom().item(0);
        }
        return hold().chain(held -> held ? rest(0) : Uni.createFrom().item(0))
                .invoke(count -> owed.updateAndGet(it -> Math.max(0, it - count)))
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
    private Uni<Integer> rest(int before) {
        return entries.oldest(sent).invoke(() -> sent = List.of()).chain(batch -> {
            var all = before + hurried(batch);
            return batch.isEmpty()
                    ? Uni.createFrom().item(all)
                    : send(batch)
                            .chain(unsendable::putAside)
                            .invoke(() -> sent = batch.stream().map(Entry::id).toList())
                            .chain(() -> batch.size() > FEW
                                    ? delete()
                                    : Uni.createFrom().voidItem())
                            .chain(() -> OutboxEntries.isFull(batch)
                                    ? rest(all)
                                    : Uni.createFrom().item(all));
        });
    }

    private static int hurried(List<Entry> batch) {
        return (int)
                batch.stream().filter(it -> !UNHURRIED.contains(it.topic())).count();
    }

    private Uni<Void> delete() {
        return entries.delete(sent).invoke(() -> sent = List.of());
    }

    /** Those the broker will never take. Any other failure is all of theirs: the batch is sent again. */
    private Uni<List<Refused>> send(List<Entry> batch) {
        return Uni.join()
                .all(batch.stream().map(this::send).toList())
                .andFailFast()
                .map(all -> all.stream().flatMap(Optional::stream).toList());
    }

    private Uni<Optional<Refused>> send(Entry entry) {
        return sender.send(Long.toString(entry.id()), entry.topic(), entry.key(), entry.event(), entry.madeAt())
                .replaceWith(Optional.<Refused>empty())
                .onFailure(Unsendable::isFinal)
                .recoverWithItem(fault -> Optional.of(new Refused(entry.id(), entry.topic(), entry.key(), fault)));
    }
}
