package dev.slipway.task.schedule;

import dev.slipway.platform.contract.NodeEvent.Heartbeat;
import dev.slipway.task.plan.Claim;
import dev.slipway.task.plan.Counted;
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
import dev.slipway.task.plan.Turns;
import dev.slipway.task.plan.Turns.Part;
import dev.slipway.task.task.AttemptRepository.Holding;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Task;
import dev.slipway.task.task.TaskId;
import dev.slipway.task.task.TaskRepository.Waiting;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A picture of what waits and what is taken. The leader's is told from many threads; each look is short. */
final class Board {
    private final Queue queue = new Queue();
    private final Occupancy occupancy = new Occupancy();
    private final Aside aside = new Aside();
    private final Pace pace = new Pace();
    private final Rights rights;
    private Used used = Used.NOTHING;
    private Counted counted = Counted.NONE;
    private Optional<Used> share = Optional.empty();
    private Map<Shape, Reason> reasons = Map.of();
    private List<Claim> claims = List.of();
    private Shares shares = Shares.NONE;
    /** Refused by their quotas as they stand here, and not by the store; until what was used is read again. */
    private final Set<Shape> doubted = new HashSet<>();

    Board(Rights rights) {
        this.rights = rights;
    }

    synchronized void add(Waiting waiting) {
        if (!aside.renew(waiting)) {
            put(waiting);
        }
    }

    private void put(Waiting waiting) {
        queue.add(waiting.id().number(), waiting.shape(), waiting.since().toEpochMilli());
    }

    synchronized void addAll(Collection<Waiting> waiting) {
        waiting.forEach(this::add);
    }

    /** Many of one shape, such as the children of an array. */
    synchronized void addAll(List<TaskId> ids, Shape shape, Instant since) {
        ids.forEach(id -> add(new Waiting(id, shape, since)));
    }

    synchronized void removeAll(List<TaskId> ids, Shape shape) {
        ids.forEach(id -> remove(id, shape));
    }

    synchronized void remove(TaskId id, Shape shape) {
        queue.remove(id.number(), shape);
        aside.remove(id);
    }

    /** Not tried again for a minute: something about it is broken, and it shall not stop the others. */
    synchronized void setAside(TaskId id, Shape shape, Instant now) {
        queue.since(id.number(), shape).ifPresent(since -> {
            queue.remove(id.number(), shape);
            aside.put(new Waiting(id, shape, Instant.ofEpochMilli(since)), now);
        });
    }

    /** Whether that is new: the store does not refuse such a task, so the next pass places it and the store judges. */
    synchronized boolean doubt(Shape shape) {
        return doubted.add(shape);
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
     * @param again those that wait again and are counted in it
     * @param decayed what of it counts for places in the queue; empty for the same
     */
    synchronized void used(Used window, Counted again, Optional<Used> decayed) {
        used = window;
        counted = again;
        share = decayed;
        doubted.clear();
    }

    /** Logins of those who wait or run. */
    synchronized Set<String> owners() {
        var all = new HashSet<>(queue.owners());
        all.addAll(occupancy.owners());
        aside.shapes().forEach(it -> all.add(it.owner()));
        return all;
    }

    /** Whether somebody waits, or on some project, of whom it was not asked yet what they have used. */
    synchronized boolean hasStrangers() {
        return !used.owners().keySet().containsAll(queue.owners())
                || !used.projects().keySet().containsAll(queue.projects());
    }

    /** Projects on which somebody waits or runs. */
    synchronized Set<String> projects() {
        var all = new HashSet<>(queue.projects());
        all.addAll(occupancy.projects());
        aside.shapes().forEach(it -> all.add(it.project()));
        return all;
    }

    /** The batch is done: the placed hold their nodes, the others were somebody else's or are gone. */
    synchronized void placed(List<Placement> batch, List<Task> placed, Instant now) {
        batch.forEach(it -> queue.remove(it.task(), it.shape()));
        pace.started(placed.size(), now);
        beganAgain(placed.stream().filter(it -> counted.has(it.id().number())).toList());
        for (var task : placed) {
            task.liveRun().ifPresent(run -> occupancy.hold(Holding.of(task, run)));
        }
    }

    private void beganAgain(List<Task> tasks) {
        if (!tasks.isEmpty()) {
            used = used.without(tasks, counted);
            counted = counted.without(tasks.stream().map(it -> it.id().number()).collect(Collectors.toSet()));
        }
    }

    synchronized Plan plan(Rules rules, List<Heartbeat> nodes, Instant now, int most) {
        aside.takeDue(now).forEach(this::put);
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
        return aside.holds(id, now) ? Optional.of(Reason.setAside()) : Optional.ofNullable(reasons.get(shape));
    }

    /** Its fair share by the last pass; lower is sooner, 0 where the order is another. */
    synchronized double shareOf(Shape shape, Instant since) {
        return shares.of(shape, since.toEpochMilli());
    }

    /** The first of these numbers that waits. */
    synchronized Optional<Waiting> first(TaskId from, TaskId to) {
        return Stream.concat(queued(from.number(), to.number()).stream(), aside.within(from.number(), to.number()))
                .min(Comparator.comparingLong(it -> it.id().number()));
    }

    private Optional<Waiting> queued(long from, long to) {
        var id = queue.first(from, to);
        return id.isEmpty()
                ? Optional.empty()
                : queue.shapeOf(id.getAsLong())
                        .map(shape -> new Waiting(
                                new TaskId(id.getAsLong()),
                                shape,
                                Instant.ofEpochMilli(
                                        queue.since(id.getAsLong(), shape).orElseThrow())));
    }

    /** Everything that keeps a task waiting. One that does not stand here is looked at as if it came now. */
    synchronized Outlook outlook(TaskId id, Shape shape, Rules rules, List<Heartbeat> nodes, Instant now) {
        var there = queue.contains(id.number(), shape);
        if (!there) {
            queue.add(id.number(), shape, now.toEpochMilli());
        }
        try {
            var outlook = Outlook.of(id.number(), shape, rules, situation(nodes, now), pace.perSecond(now));
            var allowed = rights.mayRun(shape.owner(), shape.project())
                    ? outlook
                    : outlook.heldBy(Reason.notAuthorized(shape));
            return aside.holds(id, now) ? allowed.heldBy(Reason.setAside()) : allowed;
        } finally {
            if (!there) {
                queue.remove(id.number(), shape);
            }
        }
    }

    /** Part of the queue in its order. */
    synchronized List<Turn> turns(Rules rules, List<Heartbeat> nodes, Instant now, Part part) {
        return Turns.of(rules, situation(nodes, now), part);
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
        counted = Counted.NONE;
        share = Optional.empty();
        reasons = Map.of();
        claims = List.of();
        shares = Shares.NONE;
        doubted.clear();
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
                Set.copyOf(doubted),
                counted,
                now.toEpochMilli());
    }

    private Node node(Heartbeat it) {
        var total = new Size(it.cpus(), Math.toIntExact(it.memoryBytes() / Demand.GIB), it.gpus(), it.ports());
        return new Node(it.node(), total, occupancy.usedOn(it.node()), it.labels(), occupancy.heldOn(it.node()));
    }
}
