package dev.slipway.task.usage;

import java.util.Map;

/**
 * What accounts and projects used within the window. Who is not named used nothing.
 *
 * @param bytes what the files of accounts take now, whenever they were made
 */
public record UsageWindow(Map<String, Use> owners, Map<String, Use> projects, Map<String, Long> bytes) {
    public UsageWindow {
        owners = Map.copyOf(owners);
        projects = Map.copyOf(projects);
        bytes = Map.copyOf(bytes);
    }

    public Use ofOwner(String login) {
        return owners.getOrDefault(login, Use.NONE);
    }

    /** Since its last mark only. */
    public Use ofProject(String project) {
        return projects.getOrDefault(project, Use.NONE);
    }

    public long bytesOf(String login) {
        return bytes.getOrDefault(login, 0L);
    }
}
