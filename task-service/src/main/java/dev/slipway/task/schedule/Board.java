package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.plan.Claim;
import dev.slipway.task.plan.Node;
import dev.slipway.task.plan.Outlook;
import dev.slipway.task.plan.Plan;
import dev.slipway.task.plan.Plan.Placement;
import dev.slipway.task.plan.Plan.Shares;
import dev.slipway.task.plan.Queue;
import dev.slipway.task.plan.Reason;
import dev.slipway.task.plan.Rules;
import dev.slipway.task.plan.Scheduler;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Situation;
import dev.slipway.task.plan.Size;
import dev.slipway.task.plan.Standing;
import dev.slipway.task.plan.Turn;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A picture of what waits and what is taken. The leader's is told from many threads; each look is short. */
final class Board {
    private static final Duration ASIDE = Duration.ofMinutes(1);

    private final Queue queue = new Queue();
    private final Occupancy occupancy = new Occupancy();
    private final Map<TaskId, Instant> aside = new HashMap<>();
    private final Pace pace = new Pace();
    private final Rights rights;
    private Used used = Used.NOTHING;
    private Optional<Used> share = Optional.empty();
    private Map<Shape, Reason> reasons = Map.of();
    private List<Claim> claims = List.of();
    private Shares shares = Shares.NONE;

    Board(Rights rights) {
        this.rights = rights;
    }

    synchronized void add(Waiting waiting) {
        if (!aside.containsKey(waiting.id())) {
            queue.add(waiting.id().number(), waiting.shape(), waiting.since().toEpochMilli());
        }
    }

    synchronized void addAll(Collection<Waiting> waiting, Instant now) {
        aside.values().removeIf(until -> until.isBefore(now));
        waiting.forEach(this::add);
    }

    /** Many of one shape, such as the children of an array. */
    synchronized void addAll(List<TaskId> ids, Shape shape, Instant since) {
        ids.forEach(id -> add(new Waiting(id, shape, since)));
    }

    synchronized void removeAll(List<TaskId> ids, Shape shape) {
        ids.forEach(id -> queue.remove(id.number(), shape));
    }

    synchronized void remove(TaskId id) {
        queue.remove(id.number());
    }

    /** Not tried again for a while: something about it is broken, and it shall not stop the others. */
    synchronized void setAside(TaskId id, Instant now) {
        queue.remove(id.number());
        aside.put(id, now.plus(ASIDE));
    }

    synchronized void freed(TaskId id, int attempt) {
        occupancy.free(id, attempt);
    }

    synchronized void reading() {
        occupancy.reading();
    }

    synchronized void holding(Collection<Holding> all) {
        occupancy.replace(all);
    }

    /**
     * What everybody who waits or runs used in the window, as the store says.
     *
     * @param decayed what of it counts for places in the queue; empty for the same
     */
    synchronized void used(Used window, Optional<Used> decayed) {
        used = window;
        share = decayed;
    }

    /** Logins of those who wait or run. */
    synchronized Set<String> owners() {
        var all = new HashSet<>(queue.owners());
        all.addAll(occupancy.owners());
        return all;
    }

    /** Projects on which somebody waits or runs. */
    synchronized Set<String> projects() {
        var all = new HashSet<>(queue.projects());
        all.addAll(occupancy.projects());
        return all;
    }

    /** The batch is done: the placed hold their nodes, the others were somebody else's or are gone. */
    synchronized void placed(List<Placement> batch, List<Task> placed, Instant now) {
        batch.forEach(it -> queue.remove(it.task(), it.shape()));
        pace.started(placed.size(), now);
        for (var task : placed) {
            task.liveRun().ifPresent(run -> occupancy.hold(Holding.of(task, run)));
        }
    }

    synchronized Plan plan(Rules rules, List<Heartbeat> nodes, Instant now, int most) {
        var plan = Scheduler.plan(rules, situation(nodes, now), most);
        claims = plan.claims();
        shares = plan.shares();
        if (plan.complete()) {
            reasons = plan.reasons();
        }
        return plan;
    }

    /** Why a task of that shape waits, by the last pass. */
    synchronized Optional<Reason> reasonFor(TaskId id, Shape shape, Instant now) {
        return isAside(id, now) ? Optional.of(Reason.setAside()) : Optional.ofNullable(reasons.get(shape));
    }

    /** Its fair share by the last pass; lower is sooner, 0 where the order is another. */
    synchronized double shareOf(Shape shape, Instant since) {
        return shares.of(shape, since.toEpochMilli());
    }

    private boolean isAside(TaskId id, Instant now) {
        var until = aside.get(id);
        return until != null && until.isAfter(now);
    }

    /** Everything that keeps a task waiting. One that does not stand here is looked at as if it came now. */
    synchronized Outlook outlook(TaskId id, Shape shape, Rules rules, List<Heartbeat> nodes, Instant now) {
        var there = queue.contains(id.number(), shape);
        if (!there) {
            queue.add(id.number(), shape, now.toEpochMilli());
        }
        try {
            var outlook = Outlook.of(id.number(), shape, rules, situation(nodes, now), pace.perSecond(now));
            return isAside(id, now) ? outlook.heldBy(Reason.setAside()) : outlook;
        } finally {
            if (!there) {
                queue.remove(id.number(), shape);
            }
        }
    }

    /** The first of the queue in their order. */
    synchronized List<Turn> turns(Rules rules, List<Heartbeat> nodes, Instant now, int most) {
        return Turn.first(rules, situation(nodes, now), most);
    }

    synchronized int size() {
        return queue.size();
    }

    synchronized int running() {
        return occupancy.running().values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized void clear() {
        queue.clear();
        occupancy.clear();
        aside.clear();
        used = Used.NOTHING;
        share = Optional.empty();
        reasons = Map.of();
        claims = List.of();
        shares = Shares.NONE;
    }

    private Situation situation(List<Heartbeat> nodes, Instant now) {
        var users = new HashMap<String, Standing>();
        for (var login : queue.owners()) {
            var right = rights.ofUser(login);
            var held = occupancy.ofOwner(login, now);
            users.put(
                    login,
                    new Standing(
                            used.ofOwner(login).plus(held),
                            share.orElse(used).ofOwner(login).plus(held),
                            right.priority(),
                            right.limits()));
        }
        var projects = new HashMap<String, Standing>();
        for (var project : queue.projects()) {
            var right = rights.ofProject(project);
            var held = occupancy.ofProject(project, now);
            projects.put(
                    project,
                    new Standing(
                            used.ofProject(project).plus(held),
                            share.orElse(used).ofProject(project).plus(held),
                            right.priority(),
                            right.limits()));
        }
        return new Situation(
                queue,
                users,
                projects,
                occupancy.running(),
                nodes.stream().map(this::node).toList(),
                claims,
                now.toEpochMilli());
    }

    private Node node(Heartbeat it) {
        var total = new Size(it.cpus(), Math.toIntExact(it.memoryBytes() / Demand.GIB), it.gpus(), it.ports());
        return new Node(it.node(), total, occupancy.usedOn(it.node()), it.labels(), occupancy.heldOn(it.node()));
    }
}
