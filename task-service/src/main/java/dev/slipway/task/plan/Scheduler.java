package dev.slipway.task.plan;

import dev.slipway.task.plan.Plan.Placement;
import dev.slipway.task.plan.Plan.Refusal;
import dev.slipway.task.plan.Ranking.Rank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Decides one pass. Tasks are taken in their order; each goes to the node where it leaves the least, what fits nowhere keeps a
 * node from filling up again and is passed over, so that smaller ones use what it leaves (backfill). When the first of a line
 * fits nowhere none of the line does: a pass costs what it places, times the number of nodes, and the number of lines.
 */
public final class Scheduler {
    private final Rules rules;
    private final Situation now;
    private final int most;
    private final Ranking ranking;
    private final Policy policy;
    private final Rooms rooms;

    private final List<Placement> placements = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Map<Shape, Reason> reasons = new HashMap<>();
    private boolean complete = true;

    private Scheduler(Rules rules, Situation now, int most) {
        this.rules = rules;
        this.now = now;
        this.most = most;
        this.ranking = new Ranking(rules, now);
        this.policy = new Policy(rules, now, ranking);
        this.rooms = new Rooms(now.nodes(), now.now());
    }

    /**
     * One pass. The queue is left as it is: whoever carries the plan out takes from it what was placed and what was refused.
     *
     * @param most placements at most, and refusals: neither takes the place of the others
     */
    public static Plan plan(Rules rules, Situation now, int most) {
        return new Scheduler(rules, now, most).decide();
    }

    private Plan decide() {
        var lines = new PriorityQueue<Head>();
        now.queue().lines().forEach(line -> lines.add(new Head(line, 0, ranking.rank(line, 0))));
        while (!lines.isEmpty() && placements.size() < most) {
            var head = lines.remove();
            var rank = ranking.rank(head.line, head.place);
            if (rank.compareTo(head.rank) > 0) {
                // Its owner was given something since it was put here.
                lines.add(new Head(head.line, head.place, rank));
            } else if (decide(head) && head.place + 1 < head.line.size()) {
                lines.add(new Head(head.line, head.place + 1, ranking.rank(head.line, head.place + 1)));
            }
        }
        return new Plan(placements, refusals, reasons, rooms.claims(), ranking::share, complete && lines.isEmpty());
    }

    /** Whether the next of the line is worth a look. */
    private boolean decide(Head head) {
        var shape = head.line.shape();
        var quotas = policy.quotas(head.id(), shape);
        if (!quotas.isEmpty()) {
            return refuse(head, quotas.getFirst());
        }
        var limits = policy.limits(shape);
        if (!limits.isEmpty()) {
            reasons.put(shape, limits.getFirst());
            return false;
        }
        return rooms.place(shape).map(node -> place(head, node)).orElseGet(() -> passOver(head));
    }

    /** Those that are too many for one pass are left to the next. */
    private boolean refuse(Head head, Reason reason) {
        if (refusals.size() == most) {
            complete = false;
            return false;
        }
        refusals.add(new Refusal(head.id(), head.line.shape(), reason));
        return true;
    }

    private boolean place(Head head, String node) {
        var shape = head.line.shape();
        placements.add(new Placement(head.id(), shape, node, head.rank.share()));
        ranking.charge(head.id(), shape);
        policy.started(shape);
        return true;
    }

    private boolean passOver(Head head) {
        var shape = head.line.shape();
        reasons.put(shape, rooms.reason(shape));
        if (rooms.claimed() < rules.claims() && rooms.couldEver(shape)) {
            rooms.claim(head.id(), shape, now.claims());
        }
        return false;
    }

    /** A line, the place in it that is next, and how that one ranked when it was put here. */
    private record Head(Line line, int place, Rank rank) implements Comparable<Head> {
        long id() {
            return line.id(place);
        }

        @Override
        public int compareTo(Head other) {
            return rank.compareTo(other.rank);
        }
    }
}
