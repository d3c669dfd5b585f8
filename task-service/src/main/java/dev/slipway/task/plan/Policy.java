package dev.slipway.task.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What quotas and limits say of a task, with what the pass itself has started: all that holds, what is looked at first first. The
 * scheduler acts on the first, and who asks why is told all.
 */
final class Policy {
    private final Rules rules;
    private final Situation now;
    private final Ranking ranking;
    private final Map<String, Integer> running;
    private int runningInAll;

    Policy(Rules rules, Situation now, Ranking ranking) {
        this.rules = rules;
        this.now = now;
        this.ranking = ranking;
        this.running = new HashMap<>(now.running());
        this.runningInAll =
                running.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Quotas that refuse it: those of its owner, then those of its project. */
    List<Reason> quotas(long id, Shape shape) {
        var user = ranking.user(shape.owner()).refusals(now.counted().more(id, shape));
        var project = ranking.project(shape.project()).refusals(now.counted().moreOfProject(id, shape));
        if ((user.isEmpty() && project.isEmpty()) || now.doubted().contains(shape)) {
            return List.of();
        }
        var all = new ArrayList<Reason>();
        user.forEach(what -> all.add(Reason.quota("user " + shape.owner(), what)));
        project.forEach(what -> all.add(Reason.quota("project " + shape.project(), what)));
        return all;
    }

    /** Limits that hold it back. */
    List<Reason> limits(Shape shape) {
        if (rules.running() <= 0 && rules.runningPerUser() <= 0) {
            return List.of();
        }
        var all = new ArrayList<Reason>();
        if (rules.running() > 0 && runningInAll >= rules.running()) {
            all.add(Reason.totalLimit(runningInAll, rules.running()));
        }
        var own = running.getOrDefault(shape.owner(), 0);
        if (rules.runningPerUser() > 0 && own >= rules.runningPerUser()) {
            all.add(Reason.userLimit(shape.owner(), own, rules.runningPerUser()));
        }
        return all;
    }

    /** One more of its owner runs. */
    void started(Shape shape) {
        running.merge(shape.owner(), 1, Integer::sum);
        runningInAll++;
    }
}
