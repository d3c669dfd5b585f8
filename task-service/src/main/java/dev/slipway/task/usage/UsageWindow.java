package dev.slipway.task.usage;

import java.util.Map;
import java.util.Set;

/**
 * What accounts and projects used within the window. Who is not named used nothing.
 *
 * @param bytes what the files of accounts take now, whenever they were made
 * @param counted which of the tasks asked about are in it
 */
public record UsageWindow(
        Map<String, Use> owners, Map<String, Use> projects, Map<String, Long> bytes, Counted counted) {
    public UsageWindow {
        owners = Map.copyOf(owners);
        projects = Map.copyOf(projects);
        bytes = Map.copyOf(bytes);
    }

    /**
     * Numbers of tasks whose processors, memory and devices are counted for their owners, and for their projects: an attempt of
     * them has run. Another attempt asks for nothing more.
     */
    public record Counted(Set<Long> forOwners, Set<Long> forProjects) {
        public static final Counted NONE = new Counted(Set.of(), Set.of());

        public Counted {
            forOwners = Set.copyOf(forOwners);
            forProjects = Set.copyOf(forProjects);
        }
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
