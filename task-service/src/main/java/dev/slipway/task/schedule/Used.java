package dev.slipway.task.schedule;

import dev.slipway.task.plan.Usage;
import java.util.Map;

/** What was used within the window, by owner and by project. */
record Used(Map<String, Usage> owners, Map<String, Usage> projects) {
    static final Used NOTHING = new Used(Map.of(), Map.of());

    Usage ofOwner(String login) {
        return owners.getOrDefault(login, Usage.NONE);
    }

    Usage ofProject(String project) {
        return projects.getOrDefault(project, Usage.NONE);
    }
}
