package dev.slipway.task.plan;

import dev.slipway.task.plan.Plan.Placement;
import dev.slipway.task.plan.Plan.Refusal;
import dev.slipway.task.plan.Ranking.Rank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Decides one pass. Tasks are taken in their order; each goes to the node where it leaves the least, what fits nowhere keeps a
 * node from filling up again and is passed over, so that smaller ones use what it leaves (backfill). When the first of a line
 * fits nowhere none of the line does: a pass costs what it places, times the number of nodes, and the number of lines.
 */
public final class Scheduler {
    private final Rules rules;
    private final Situation now;
    private final Ranking ranking;
    private final Rooms rooms;
    private final Map<String, Integer> running;
    private int runningInAll;

    private final List<Placement> placements = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Map<Shape, Reason> reasons = new HashMap<>();

    private Scheduler(Rules rules, Situation now) {
        this.rules = rules;
        this.now = now;
        this.ranking = new Ranking(rules, now);
        this.rooms = new Rooms(now.nodes(), now.now());
        this.running = new HashMap<>(now.running());
        this.runningInAll =
                now.running().values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * One pass. The queue is left as it is: whoever carries the plan out takes from it what was placed.
     *
     * @param most decisions at most
     */
    public static Plan plan(Rules rules, Situation now, int most) {
        return new Scheduler(rules, now).decide(most);
    }

    private Plan decide(int most) {
        var lines = new PriorityQueue<Head>();
        now.queue().lines().forEach(line -> lines.add(new Head(line, 0, ranking.rank(line, 0))));
        while (!lines.isEmpty() && placements.size() + refusals.size() < most) {
            var head = lines.remove();
            var rank = ranking.rank(head.line, head.place);
            if (rank.compareTo(head.rank) > 0) {
                // Its owner was given something since it was put here.
                lines.add(new Head(head.line, head.place, rank));
            } else if (decide(head) && head.place + 1 < head.line.size()) {
                lines.add(new Head(head.line, head.place + 1, ranking.rank(head.line, head.place + 1)));
            }
        }
        return new Plan(placements, refusals, reasons, rooms.claims(), ranking::share, lines.isEmpty());
    }

    /** Whether the next of the line is worth a look. */
    private boolean decide(Head head) {
        var shape = head.line.shape();
        var id = head.line.id(head.place);
        var refused = quota(shape);
        if (refused.isPresent()) {
            refusals.add(new Refusal(id, shape, refused.get()));
            return true;
        }
        var limited = limit(shape);
        if (limited.isPresent()) {
            reasons.put(shape, limited.get());
            return false;
        }
        var node = rooms.place(shape);
        if (node.isEmpty()) {
            reasons.put(shape, rooms.reason(shape));
            if (rooms.claims().size() < rules.claims() && rooms.couldEver(shape)) {
                rooms.claim(id, shape, now.claims());
            }
            return false;
        }
        placements.add(new Placement(id, shape, node.get(), head.rank.share()));
        ranking.charge(shape);
        running.merge(shape.owner(), 1, Integer::sum);
        runningInAll++;
        return true;
    }

    private Optional<Reason> quota(Shape shape) {
        return ranking.user(shape.owner())
                .refusal(shape.size())
                .map(what -> Reason.quota("user " + shape.owner(), what))
                .or(() -> ranking.project(shape.project())
                        .refusal(shape.size())
                        .map(what -> Reason.quota("project " + shape.project(), what)));
    }

    private Optional<Reason> limit(Shape shape) {
        if (rules.running() > 0 && runningInAll >= rules.running()) {
            return Optional.of(Reason.totalLimit(runningInAll, rules.running()));
        }
        var own = running.getOrDefault(shape.owner(), 0);
        return rules.runningPerUser() > 0 && own >= rules.runningPerUser()
                ? Optional.of(Reason.userLimit(shape.owner(), own, rules.runningPerUser()))
                : Optional.empty();
    }

    /** A line, the place in it that is next, and how that one ranked when it was put here. */
    private record Head(Line line, int place, Rank rank) implements Comparable<Head> {
        @Override
        public int compareTo(Head other) {
            return rank.compareTo(other.rank);
        }
    }
}
