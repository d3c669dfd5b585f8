package dev.slipway.task.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Why a task waits, by the same functions that schedule.
 *
 * @param ahead waiting tasks that go before it; its position is one more
 * @param waiting all that wait
 * @param reasons every reason that holds, the one that held it in the last pass first
 * @param estimate when it starts, in milliseconds of the epoch; empty when that cannot be said
 */
public record Outlook(long ahead, long waiting, List<Reason> reasons, OptionalLong estimate) {
    public Outlook {
        reasons = List.copyOf(reasons);
    }

    /**
     * The outlook of a task that stands in the queue.
     *
     * @param startsPerSecond how fast tasks started lately; 0 when none did
     */
    public static Outlook of(long id, Shape shape, Rules rules, Situation now, double startsPerSecond) {
        var line = now.queue().lines().stream()
                .filter(it -> it.shape().equals(shape))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Task " + id + " does not wait"));
        var ranking = new Ranking(rules, now);
        var ahead = ahead(ranking, ranking.rank(line, line.before(id)), now);
        var plan = Scheduler.plan(rules, now, 1000);
        var reasons = reasons(id, shape, plan, new Policy(rules, now, ranking), new Rooms(now.nodes(), now.now()));
        if (ahead > 0) {
            reasons.add(Reason.others(ahead));
        }
        var never = reasons.stream().anyMatch(it -> it.token() == Reason.Token.CONFIG || it.isQuota());
        return new Outlook(
                ahead,
                now.queue().size(),
                reasons,
                never ? OptionalLong.empty() : estimate(id, ahead, plan, now, startsPerSecond));
    }

    /** What a pass says of its line, and all that would hold it if it was the first of all. */
    private static List<Reason> reasons(long id, Shape shape, Plan plan, Policy policy, Rooms rooms) {
        var reasons = new ArrayList<Reason>();
        var quotas = policy.quotas(id, shape);
        reasons.addAll(quotas);
        if (quotas.isEmpty()) {
            plan.refusals().stream().filter(it -> it.task() == id).forEach(it -> reasons.add(it.reason()));
        }
        var first = plan.reasons().get(shape);
        if (first != null) {
            reasons.add(first);
        }
        policy.limits(shape).forEach(it -> addNew(it, reasons));
        if (rooms.place(shape).isEmpty()) {
            addNew(rooms.reason(shape), reasons);
        }
        return reasons;
    }

    private static void addNew(Reason reason, List<Reason> to) {
        if (to.stream().noneMatch(it -> it.code().equals(reason.code()))) {
            to.add(reason);
        }
    }

    /** The same where {@code reason} holds it whatever the others say; when that ends cannot be said. */
    public Outlook heldBy(Reason reason) {
        var all = new ArrayList<>(List.of(reason));
        all.addAll(reasons);
        return new Outlook(ahead, waiting, all, OptionalLong.empty());
    }

    private static OptionalLong estimate(long id, long ahead, Plan plan, Situation now, double startsPerSecond) {
        if (plan.placements().stream().anyMatch(it -> it.task() == id)) {
            return OptionalLong.of(now.now());
        }
        var claim = plan.claims().stream()
                .filter(it -> it.task() == id && it.at() != Long.MAX_VALUE)
                .findFirst();
        if (claim.isPresent()) {
            return OptionalLong.of(claim.get().at());
        }
        return startsPerSecond > 0
                ? OptionalLong.of(now.now() + (long) ((ahead + 1) / startsPerSecond * 1000))
                : OptionalLong.empty();
    }

    /** Ranks grow along a line, so each line is asked by halving. */
    private static long ahead(Ranking ranking, Ranking.Rank mine, Situation now) {
        var ahead = 0L;
        for (var line : now.queue().lines()) {
            ahead += ranking.before(mine, line, 0, line.size());
        }
        return ahead;
    }
}
