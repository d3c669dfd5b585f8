package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent;
import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.platform.outbox.Lease;
import dev.slipway.task.plan.Counted;
import dev.slipway.task.plan.Order;
import dev.slipway.task.plan.Rules;
import dev.slipway.task.plan.Weights;
import dev.slipway.task.schedule.Placements.Batch;
import dev.slipway.task.schedule.Placements.Done;
import dev.slipway.task.task.Freed;
import dev.slipway.task.task.QueueMark;
import dev.slipway.task.task.SimulatedPauses;
import dev.slipway.task.task.SimulatedStore;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskSignals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One replica of task-service, as {@link Dispatcher} and {@link Placements} make it. What waits for the store there ends a step
 * here: anything may happen before the next, also that another leads.
 */
final class SimulatedReplica implements TaskSignals {
    private static final int ALL = 500;
    private static final Duration SWEEP = Duration.ofSeconds(2);
    /** Who waits longer goes before all others: milliseconds. */
    static final long OVERDUE = 20_000;

    private static final Rules RULES = new Rules(Order.FAIR_SHARE, Weights.USUAL, OVERDUE, 0, 0, 1);

    private final String name;
    private final SimulatedStore store;
    private final SimulatedLease leases;
    private final SimulatedTopic<NodeEvent>.Reader nodeEvents;
    private final InstantSource clock;
    private final Rights rights;
    private final SimulatedFaults faults;
    private final Board board;
    private final NodeViews views;
    private final SimulatedWatch watch;
    private final SimulatedPauses pauses;
    private Lease lease = Lease.none("scheduler");
    private long known;
    private QueueMark read = QueueMark.NONE;
    private boolean passWanted;
    private boolean sweepWanted;
    private Instant sweptAt = Instant.EPOCH;
    /** The rest of a turn, after what it waits for. */
    private Optional<Runnable> rest = Optional.empty();

    SimulatedReplica(
            String name,
            SimulatedStore store,
            SimulatedLease leases,
            SimulatedTopic<NodeEvent>.Reader nodeEvents,
            SimulatedWatch.Words words,
            Rights rights,
            SimulatedFaults faults,
            InstantSource clock) {
        this.name = name;
        this.store = store;
        this.leases = leases;
        this.nodeEvents = nodeEvents;
        this.clock = clock;
        this.rights = rights;
        this.faults = faults;
        this.board = new Board(rights);
        this.views = new NodeViews(clock);
        this.pauses = new SimulatedPauses(store);
        this.watch = new SimulatedWatch(store, views, nodeEvents, words, this, clock);
    }

    @Override
    public void waiting(Task task) {
        if (leads() && task.isReady()) {
            offer(task);
            passWanted = true;
        } else if (leads() && task.isArray()) {
            sweepWanted = true;
        }
    }

    @Override
    public void waiting(Freed freed) {
        freed.first().forEach(this::waiting);
        sweepWanted |= leads() && freed.more();
    }

    private void offer(Task task) {
        board.addAll(task.units(), task.shape(), task.submittedAt());
    }

    @Override
    public void noLongerWaiting(Task task) {
        board.removeAll(task.units(), task.shape());
    }

    @Override
    public void freed(TaskId id, int attempt) {
        board.freed(id, attempt);
        passWanted = true;
    }

    /** Nodes it may place on. */
    List<Heartbeat> accepting() {
        return views.accepting(clock.instant());
    }

    boolean leads() {
        return lease.isHeld(clock.instant());
    }

    /** Some time goes by. */
    void tick(Random random) {
        if (!sweptAt.plus(SWEEP).isAfter(clock.instant())) {
            sweptAt = clock.instant();
            sweepWanted = true;
        }
        for (int i = random.nextInt(4) == 0 ? ALL : random.nextInt(8); i > 0; i--) {
            nodeEvents.next(random).ifPresent(this::hear);
        }
        watch.tick(random);
        for (int i = random.nextInt(4); i > 0; i--) {
            turn(random);
        }
        if (random.nextBoolean()) {
            store.upkeep(this);
            pauses.go(random, this);
        }
    }

    private void hear(NodeEvent event) {
        switch (event) {
            case NodeEvent.Heartbeat it -> passWanted |= views.heard(it);
            case NodeEvent.Inventory it -> watch.compare(it);
            case NodeEvent.Unknown _ -> {}
        }
    }

    private void turn(Random random) {
        if (rest.isPresent()) {
            var next = rest.get();
            rest = Optional.empty();
            next.run();
        } else if (sweepWanted) {
            sweepWanted = false;
            if (lead()) {
                read();
            }
            passWanted = true;
        } else if (passWanted) {
            passWanted = false;
            if (leads()) {
                pass(1 + random.nextInt(5));
            }
        }
    }

    private boolean lead() {
        if (lease.isFresh(clock.instant())) {
            return true;
        }
        lease = leases.acquire(lease, name, clock.instant());
        if (!leads()) {
            depose();
        }
        return leads();
    }

    private void depose() {
        lease = Lease.none(lease.name());
        known = 0;
        board.clear();
    }

    private void read() {
        var fence = lease.fence();
        var since = known == fence ? read : QueueMark.NONE;
        board.reading();
        var now = store.waiting(since, board::addAll);
        var holding = store.holding();
        var used = new Used(store.used(), store.usedOn());
        var again = store.countedThatWait();
        rest = Optional.of(() -> {
            board.holding(holding);
            board.used(used, new Counted(again, again), Optional.empty());
            known = fence;
            read = now;
        });
    }

    private void pass(int most) {
        var plan = board.plan(RULES, views.accepting(clock.instant()), clock.instant(), most);
        var batch = new Batch(plan.placements(), plan.refusals());
        if (batch.size() > 0) {
            var mine = lease;
            rest = Optional.of(() -> place(batch, mine));
        }
    }

    private void place(Batch batch, Lease mine) {
        if (!leases.stands(mine)) {
            depose();
            return;
        }
        try {
            settle(batch, carryOut(batch));
        } catch (SimulatedFaults.Fault fault) {
            halve(batch, mine);
        }
    }

    private void halve(Batch batch, Lease mine) {
        if (batch.size() > 1) {
            place(batch.first(batch.size() / 2), mine);
            place(batch.after(batch.size() / 2), mine);
        } else {
            batch.all().forEach((id, shape) -> board.setAside(id, shape, clock.instant()));
            faults.setAside();
            passWanted = true;
        }
    }

    private void settle(Batch batch, Done done) {
        var all = batch.all();
        board.placed(batch.placements(), done.placed(), clock.instant());
        done.refused().keySet().forEach(id -> board.remove(id, Objects.requireNonNull(all.get(id))));
        done.freed().first().forEach(this::offer);
        sweepWanted |= done.freed().more();
        passWanted |= !batch.placements().isEmpty() || !done.refused().isEmpty();
        batch.refused().stream()
                .filter(it -> !done.refused().containsKey(new TaskId(it.task())))
                .forEach(it -> passWanted |= board.doubt(it.shape()));
    }

    private Done carryOut(Batch batch) {
        faults.pass(batch.choices().keySet());
        var now = clock.instant();
        Set<String> owners = new HashSet<>();
        batch.all().values().stream()
                .filter(it -> rights.ofUser(it.owner()).isLimited())
                .forEach(it -> owners.add(it.owner()));
        Set<String> projects = new HashSet<>();
        batch.all().values().stream()
                .filter(it -> rights.ofProject(it.project()).isLimited())
                .forEach(it -> projects.add(it.project()));
        var used = new Used(store.usedAndHeld(), store.usedAndHeldOn());
        var counted = store.counted(batch.all().keySet());
        var refused = Quotas.refused(batch.all(), owners, projects, used, new Counted(counted, counted), rights);
        var chosen = batch.choices();
        chosen.keySet().removeAll(refused.keySet());
        var placed = store.place(
                chosen, it -> List.of(ContainerSpecs.start(it, it.liveRun().orElseThrow())), now);
        return new Done(placed, refused, store.refuse(refused, now));
    }
}
