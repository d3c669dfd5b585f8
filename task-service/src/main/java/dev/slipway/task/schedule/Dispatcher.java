package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.platform.failure.Outage;
import dev.slipway.platform.outbox.Lease;
import dev.slipway.platform.outbox.Leases;
import dev.slipway.task.maintenance.Maintenance;
import dev.slipway.task.plan.Outlook;
import dev.slipway.task.plan.Reason;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Turn;
import dev.slipway.task.plan.Turns.Part;
import dev.slipway.task.schedule.Placements.Batch;
import dev.slipway.task.task.Freed;
import dev.slipway.task.task.OwnContext;
import dev.slipway.task.task.QueueMark;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskSignals;
import dev.slipway.task.task.TaskState.Spread;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
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

    /** Between two looks at whether this process has heard of all accounts and projects, at its start only. */
    private static final Duration NOT_HEARD = Duration.ofMillis(50);

    private final BoardReader reader;
    private final Placements placements;
    private final NodeViews nodes;
    private final Maintenance maintenance;
    private final Leases leases;
    private final OwnContext context;
    private final ScheduleConfig config;
    private final InstantSource clock;

    private final Rights rights;
    private final Board board;
    private final AtomicBoolean passWanted = new AtomicBoolean();
    private final AtomicBoolean sweepWanted = new AtomicBoolean();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Lease lease = Lease.none("scheduler");
    private volatile boolean stopping;
    /** The fence under which the whole queue was read. */
    private volatile long known;
    /** How far it was read. */
    private volatile QueueMark read = QueueMark.NONE;

    Dispatcher(
            BoardReader reader,
            Placements placements,
            NodeViews nodes,
            Maintenance maintenance,
            Leases leases,
            OwnContext context,
            Rights rights,
            ScheduleConfig config,
            InstantSource clock) {
        this.rights = rights;
        this.board = new Board(rights);
        this.reader = reader;
        this.placements = placements;
        this.nodes = nodes;
        this.maintenance = maintenance;
        this.leases = leases;
        this.context = context;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void waiting(Task task) {
        if (leads() && task.isReady()) {
            offer(task);
            wake();
        } else if (leads() && task.isArray()) {
            // Which of its children wait is known to the store only.
            sweep();
        }
    }

    @Override
    public void waiting(Freed freed) {
        freed.first().forEach(this::waiting);
        if (leads() && freed.more()) {
            sweep();
        }
    }

    private void offer(Task task) {
        var shape = task.shape();
        board.addAll(task.units(), shape, task.submittedAt());
    }

    @Override
    public void noLongerWaiting(Task task) {
        board.removeAll(task.units(), task.shape());
    }

    @Override
    public void freed(TaskId id, int attempt) {
        board.freed(id, attempt);
        wake();
    }

    /** Why a task waits, by the last pass of this process; empty for one that no pass has seen, and where another leads. */
    public Optional<Reason> reasonFor(Task task) {
        return maintenance.isOn()
                ? Optional.of(Reason.maintenance())
                : board.reasonFor(task.id(), task.shape(), clock.instant());
    }

    /** The fair share of a waiting task by the last pass of this process; 0 where another leads. */
    public double shareOf(Task task) {
        return board.shareOf(task.shape(), task.submittedAt());
    }

    /**
     * Everything that keeps a waiting task waiting; one that does not wait is looked at as if it came now. An array waits for what
     * the first of its children waits for that has not begun; empty when none of them waits any more. Where another replica leads,
     * its picture is made anew from the store.
     */
    Uni<Optional<Outlook>> outlook(Task task) {
        return picture().map(it -> {
            var units = task.units();
            var first = it.first(units.getFirst(), units.getLast());
            return first.map(next -> outlook(it, next.id(), next.shape()))
                    .or(() -> task.state() instanceof Spread
                            ? Optional.empty()
                            : Optional.of(outlook(it, units.getFirst(), task.shape())));
        });
    }

    private Outlook outlook(Board board, TaskId id, Shape shape) {
        var outlook = board.outlook(id, shape, config.rules(), here(), clock.instant());
        return maintenance.isOn() ? outlook.heldBy(Reason.maintenance()) : outlook;
    }

    /** The outlook of a task that is not stored: what its owner and its project have used may not be known here yet. */
    public Uni<Outlook> rehearse(Task task) {
        var shape = task.shape();
        return picture()
                .call(it -> Panache.withSession(() -> reader.addUse(it, shape)))
                .map(it -> outlook(it, task.id(), shape));
    }

    /** Part of the queue in its order, and how many wait and run. */
    Uni<QueueView> queue(Part part) {
        return picture()
                .map(it -> new QueueView(
                        it.size(), it.running(), it.turns(config.rules(), here(), clock.instant(), part)));
    }

    /**
     * The queue as it stands.
     *
     * @param waiting how many wait
     * @param running how many hold a node
     */
    record QueueView(int waiting, int running, List<Turn> turns) {}

    private List<Heartbeat> here() {
        var aside = maintenance.nodes();
        return nodes.accepting(clock.instant()).stream()
                .filter(it -> !aside.contains(it.node()))
                .toList();
    }

    private Uni<Board> picture() {
        if (leads()) {
            return Uni.createFrom().item(board);
        }
        var fresh = new Board(rights);
        return Panache.withSession(() -> reader.read(fresh, QueueMark.NONE)).replaceWith(fresh);
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
            rights.areHeard()
                    .chain(heard -> heard ? context.run(this::work) : later())
                    .onFailure()
                    .invoke(this::failed)
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(_ -> wakeAgain(), _ -> {});
        }
    }

    /** It would not even lead by what it knows now: another may know more. */
    private static Uni<Void> later() {
        return Uni.createFrom().voidItem().onItem().delayIt().by(NOT_HEARD);
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
        var fence = lease.fence();
        var since = known == fence ? read : QueueMark.NONE;
        return Panache.withSession(() -> reader.read(board, since))
                .invoke(now -> {
                    known = fence;
                    read = now;
                })
                .replaceWithVoid();
    }

    private Uni<Void> pass() {
        if (maintenance.isOn()) {
            return Uni.createFrom().voidItem();
        }
        // Who has just come may have used much: until the next sweep that would count as nothing.
        return board.hasStrangers()
                ? Panache.withSession(() -> reader.readUse(board)).chain(this::planned)
                : planned();
    }

    private Uni<Void> planned() {
        var plan = board.plan(config.rules(), here(), clock.instant(), config.batch());
        var batch = new Batch(plan.placements(), plan.refusals());
        if (batch.size() == 0) {
            return Uni.createFrom().voidItem();
        }
        // Another pass follows where this one changed something: it finds what this one left, and why.
        return placements
                .fitting(batch)
                .chain(this::place)
                .invoke(changed -> {
                    if (changed) {
                        passWanted.set(true);
                    }
                })
                .replaceWithVoid();
    }

    /** Whether anything came of it. What spoils a batch is found by halving it, and set aside. */
    private Uni<Boolean> place(Batch batch) {
        if (batch.size() == 0) {
            return Uni.createFrom().item(false);
        }
        return placements
                .carryOut(batch, lease)
                .map(done -> settle(batch, done))
                .onFailure(fault -> !(fault instanceof Placements.Deposed) && !Outage.is(fault))
                .recoverWithUni(fault -> {
                    if (batch.size() > 1) {
                        var half = batch.size() / 2;
                        return place(batch.first(half))
                                .chain(first -> place(batch.after(half)).map(second -> first || second));
                    }
                    batch.all().forEach((id, shape) -> {
                        LOG.errorf(fault, "not placed, set aside task=%s", id);
                        board.setAside(id, shape, clock.instant());
                    });
                    return Uni.createFrom().item(true);
                });
    }

    private boolean settle(Batch batch, Placements.Done done) {
        board.placed(batch.placements(), done.placed(), clock.instant());
        var all = batch.all();
        done.refused().keySet().forEach(id -> board.remove(id, Objects.requireNonNull(all.get(id))));
        done.freed().first().forEach(this::offer);
        if (done.freed().more()) {
            sweepWanted.set(true);
        }
        var doubts = batch.refused().stream()
                .filter(it -> !done.refused().containsKey(new TaskId(it.task())))
                .filter(it -> board.doubt(it.shape()))
                .count();
        return !batch.placements().isEmpty() || !done.refused().isEmpty() || doubts > 0;
    }
}
