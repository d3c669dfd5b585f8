package dev.slipway.task.task;

import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Outage;
import dev.slipway.platform.outbox.Outbox;
import dev.slipway.platform.reactive.CallersLoop;
import dev.slipway.task.task.PendingLimits.Full;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stores new tasks. Those that arrive while a transaction is under way share the next one: a busy suite pays for one commit
 * where it would pay for fifty, an idle one waits for nobody. Each is answered after its own commit. There is one transaction at a
 * time: a second one beside it would only make both smaller.
 */
@ApplicationScoped
class Intake {
    private static final int MOST = 64;
    /** A host of the store that is gone without a word would keep all that comes later waiting, too. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final TaskRepository repository;
    private final PendingLimits limits;
    private final Outbox outbox;
    private final TaskSignals signals;
    private final OwnContext context;
    private final Pool pool;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final Duration longest;

    @Inject
    Intake(
            TaskRepository repository,
            PendingLimits limits,
            Outbox outbox,
            TaskSignals signals,
            OwnContext context,
            Pool pool) {
        this(repository, limits, outbox, signals, context, pool, LONGEST);
    }

    /** @param longest what a transaction may take, and with it everybody who comes later */
    Intake(
            TaskRepository repository,
            PendingLimits limits,
            Outbox outbox,
            TaskSignals signals,
            OwnContext context,
            Pool pool,
            Duration longest) {
        this.longest = longest;
        this.repository = repository;
        this.limits = limits;
        this.outbox = outbox;
        this.signals = signals;
        this.context = context;
        this.pool = pool;
    }

    /** Done when the task is durable. */
    Uni<Void> store(Task task) {
        return Uni.createFrom().deferred(() -> {
            var loop = CallersLoop.now();
            return Uni.createFrom()
                    .<Void>emitter(answer -> {
                        arrivals.add(new Arrival(task, answer));
                        pump();
                    })
                    .emitOn(loop);
        });
    }

    private void pump() {
        while (!arrivals.isEmpty() && underWay.compareAndSet(false, true)) {
            var batch = take();
            if (batch.isEmpty()) {
                underWay.set(false);
            } else {
                write(batch).onTermination().invoke(this::next).subscribe().with(_ -> {}, _ -> {});
            }
        }
    }

    private void next() {
        underWay.set(false);
        pump();
    }

    private List<Arrival> take() {
        var batch = new ArrayList<Arrival>();
        for (var next = arrivals.poll(); next != null; next = batch.size() < MOST ? arrivals.poll() : null) {
            batch.add(next);
        }
        return batch;
    }

    /** What spoils a transaction shall spoil only its own task: the others are tried again one by one. */
    private Uni<Void> write(List<Arrival> batch) {
        return Uni.createFrom()
                .deferred(() -> insert(batch.stream().map(Arrival::task).toList()))
                .ifNoItem()
                .after(longest)
                .failWith(() -> Failure.unavailable("The store does not answer"))
                .invoke(() -> batch.forEach(this::stored))
                .onFailure()
                .recoverWithUni(fault -> {
                    if (batch.size() == 1 || Outage.is(fault)) {
                        batch.forEach(it -> it.answer().fail(fault instanceof Full full ? full.failure() : fault));
                        return Uni.createFrom().voidItem();
                    }
                    return oneByOne(batch);
                });
    }

    private Uni<Void> oneByOne(List<Arrival> batch) {
        var all = Uni.createFrom().voidItem();
        for (var arrival : batch) {
            all = all.chain(() -> write(List.of(arrival)));
        }
        return all;
    }

    private Uni<Void> insert(List<Task> tasks) {
        var events = tasks.stream().map(Intake::submitted).toList();
        return limits.areThere()
                ? context.run(() -> Panache.withTransaction(() -> limits.mustHaveRoom(tasks)
                        .chain(() -> repository.insert(tasks))
                        .chain(() -> outbox.append(events))))
                : context.run(() -> NewRows.insertTold(pool, tasks, events)).invoke(() -> outbox.announce(events));
    }

    private void stored(Arrival arrival) {
        if (arrival.task().isReady()) {
            signals.waiting(arrival.task());
        }
        arrival.answer().complete(null);
    }

    /** For a task that locks others while it is stored: in a transaction of its own, which the caller has begun. */
    Uni<Void> storeHere(Task task) {
        return mustHaveRoom(task)
                .chain(() -> repository.insert(List.of(task)))
                .chain(Panache::flush)
                .chain(() -> outbox.append(submitted(task)));
    }

    /** Whether it could be stored now; joins the caller's transaction. */
    Uni<Void> mustHaveRoom(Task task) {
        return limits.mustHaveRoom(List.of(task)).onFailure(Full.class).transform(Full::failure);
    }

    private static TaskEvent submitted(Task task) {
        return new TaskEvent.Submitted(
                task.id().number(),
                task.owner().login(),
                task.spec().project(),
                task.spec().name(),
                task.submittedAt());
    }

    private record Arrival(Task task, UniEmitter<? super Void> answer) {}
}
