package dev.slipway.task.schedule;

import dev.slipway.task.plan.Usage;
import java.util.HashMap;
import java.util.Map;

/** What ended attempts used within the window, by owner and by project. */
record Used(Map<String, Usage> owners, Map<String, Usage> projects) {
    static final Used NOTHING = new Used(Map.of(), Map.of());

    /** Both together. */
    Used plus(Used other) {
        return new Used(sums(owners, other.owners), sums(projects, other.projects));
    }

    private static Map<String, Usage> sums(Map<String, Usage> some, Map<String, Usage> more) {
        var sums = new HashMap<>(some);
        more.forEach((name, usage) -> sums.merge(name, usage, Usage::plus));
        return sums;
    }

    Usage ofOwner(String login) {
        return owners.getOrDefault(login, Usage.NONE);
    }

    Usage ofProject(String project) {
        return projects.getOrDefault(project, Usage.NONE);
    }
}
