package dev.slipway.task.usage;

import java.util.Map;
import java.util.Set;

/**
 * What accounts and projects used within the window. Who is not named used nothing.
 *
 * @param bytes what the files of accounts take now, whenever they were made
 * @param countedForOwners numbers of tasks, of those asked about, whose processors, memory and devices are in what their owners
 *     used: an attempt of them has run
 * @param countedForProjects the same for their projects
 */
public record UsageWindow(
        Map<String, Use> owners,
        Map<String, Use> projects,
        Map<String, Long> bytes,
        Set<Long> countedForOwners,
        Set<Long> countedForProjects) {
    public UsageWindow {
        owners = Map.copyOf(owners);
        projects = Map.copyOf(projects);
        bytes = Map.copyOf(bytes);
        countedForOwners = Set.copyOf(countedForOwners);
        countedForProjects = Set.copyOf(countedForProjects);
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
