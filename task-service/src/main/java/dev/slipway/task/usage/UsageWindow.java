package dev.slipway.task.usage;

import java.util.Map;

/** What accounts and projects used within the window. Who is not named used nothing. */
public record UsageWindow(Map<String, Use> owners, Map<String, Use> projects) {
    public UsageWindow {
        owners = Map.copyOf(owners);
        projects = Map.copyOf(projects);
    }

    public Use ofOwner(String login) {
        return owners.getOrDefault(login, Use.NONE);
    }

    /** Since its last mark only. */
    public Use ofProject(String project) {
        return projects.getOrDefault(project, Use.NONE);
    }
}
