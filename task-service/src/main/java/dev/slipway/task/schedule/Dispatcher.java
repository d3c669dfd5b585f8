package dev.slipway.task.schedule;

import dev.slipway.platform.failure.Outage;
import dev.slipway.platform.outbox.Lease;
import dev.slipway.platform.outbox.Leases;
import dev.slipway.task.task.AttemptRepository;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository;
import dev.slipway.task.task.TaskSignals;
import dev.slipway.task.task.TaskState.Pending;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Leads the queue, one replica at a time. Signals of this process and a regular look at the store ask for a turn; turns
 * never overlap, and one serves all that asked meanwhile.
 */
@ApplicationScoped
public class Dispatcher implements TaskSignals {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private final TaskRepository tasks;
    private final AttemptRepository attempts;
    private final Placements placements;
    private final NodeViews nodes;
    private final Leases leases;
    private final OwnContext context;
    private final ScheduleConfig config;
    private final InstantSource clock;

    private final Board board = new Board();
    private final AtomicBoolean passWanted = new AtomicBoolean();
    private final AtomicBoolean sweepWanted = new AtomicBoolean();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Lease lease = Lease.none("scheduler");
    private volatile boolean stopping;
    /** The fence under which the whole queue was read. */
    private volatile long known;

    Dispatcher(
            TaskRepository tasks,
            AttemptRepository attempts,
            Placements placements,
            NodeViews nodes,
            Leases leases,
            OwnContext context,
            ScheduleConfig config,
            InstantSource clock) {
        this.tasks = tasks;
        this.attempts = attempts;
        this.placements = placements;
        this.nodes = nodes;
        this.leases = leases;
        this.context = context;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void waiting(Task task) {
        if (leads() && task.state() instanceof Pending) {
            board.add(task.id(), task.spec().demand());
            wake();
        }
    }

    @Override
    public void noLongerWaiting(TaskId id) {
        board.remove(id);
    }

    @Override
    public void freed(TaskId id, int attempt) {
        board.freed(id, attempt);
        wake();
    }

    /** Why a task waits, by the last pass of this process; empty for one that no pass has seen, and where another leads. */
    public Optional<Reason> reasonFor(Task task) {
        return board.reasonFor(task.id(), task.spec().demand(), clock.instant());
    }

    /** Whether this process leads, as far as its clock knows. */
    boolean leads() {
        return lease.isHeld(clock.instant());
    }

    /** Asks for a pass. */
    void wake() {
        passWanted.set(true);
        turn();
    }

    @Scheduled(every = "${slipway.task.schedule.sweep:2s}")
    void sweep() {
        sweepWanted.set(true);
        turn();
    }

    /** Hands the lead over at once. The only wait: the process is about to end, and nothing else runs on this thread. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (leads()) {
            try {
                leases.release(lease).subscribeAsCompletionStage().get(2, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debugf("lease not released cause=%s", e);
            }
        }
    }

    private void turn() {
        if (!stopping && busy.compareAndSet(false, true)) {
            context.run(this::work)
                    .onFailure()
                    .invoke(this::failed)
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(_ -> wakeAgain(), _ -> {});
        }
    }

    /** What asked after the last look of the turn that just ended. */
    private void wakeAgain() {
        if (passWanted.get() || sweepWanted.get()) {
            turn();
        }
    }

    private void failed(Throwable fault) {
        if (fault instanceof Placements.Deposed) {
            depose();
        } else if (Outage.is(fault)) {
            LOG.warnf("scheduler waits cause=%s", fault);
        } else {
            LOG.errorf(fault, "scheduler fault");
        }
    }

    private Uni<Void> work() {
        if (sweepWanted.getAndSet(false)) {
            return lead().chain(leading -> leading ? read() : Uni.createFrom().voidItem())
                    .invoke(() -> passWanted.set(true))
                    .chain(this::work);
        }
        if (passWanted.getAndSet(false) && leads()) {
            return pass().chain(this::work);
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Boolean> lead() {
        var now = lease;
        return now.isFresh(clock.instant())
                ? Uni.createFrom().item(true)
                : leases.acquire(now).map(next -> {
                    lease = next;
                    var held = next.isHeld(clock.instant());
                    if (!held) {
                        depose();
                    } else if (next.fence() != now.fence()) {
                        LOG.infof("scheduler leads fence=%d", next.fence());
                    }
                    return held;
                });
    }

    private void depose() {
        lease = Lease.none(lease.name());
        known = 0;
        board.clear();
    }

    /** Everything at the start of a reign; later only what is new, for what is gone is found when it is to be placed. */
    private Uni<Void> read() {
        var now = clock.instant();
        var fence = lease.fence();
        var since = known == fence ? now.minus(config.overlap()) : Instant.EPOCH;
        board.reading();
        return Panache.withSession(() -> tasks.waiting(since)
                        .invoke(waiting -> board.addAll(waiting, now))
                        .chain(attempts::holding)
                        .invoke(board::holding))
                .invoke(() -> known = fence)
                .replaceWithVoid();
    }

    private Uni<Void> pass() {
        var plan = board.plan(nodes.accepting(clock.instant()), config.batch());
        if (plan.placements().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // Another pass follows: it finds what this one left, and why.
        return place(plan.placements()).invoke(() -> passWanted.set(true));
    }

    /** What spoils a batch is found by halving it, and set aside. */
    private Uni<Void> place(List<Placement> batch) {
        return placements
                .carryOut(batch, lease)
                .invoke(placed -> board.placed(batch, placed))
                .replaceWithVoid()
                .onFailure(fault -> !(fault instanceof Placements.Deposed) && !Outage.is(fault))
                .recoverWithUni(fault -> {
                    if (batch.size() > 1) {
                        var half = batch.size() / 2;
                        return place(batch.subList(0, half)).chain(() -> place(batch.subList(half, batch.size())));
                    }
                    var id = batch.getFirst().task();
                    LOG.errorf(fault, "not placed, set aside task=%s", id);
                    board.setAside(id, clock.instant());
                    return Uni.createFrom().voidItem();
                });
    }
}
