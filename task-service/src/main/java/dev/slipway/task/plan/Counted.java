package dev.slipway.task.plan;

import java.util.HashSet;
import java.util.Set;

/**
 * Waiting tasks of which an attempt has run: what they ask for is in what their owners used, and in what their projects used since
 * their counters last started again. Another attempt asks for nothing more.
 *
 * @param forOwners numbers of tasks
 * @param forProjects numbers of tasks
 */
public record Counted(Set<Long> forOwners, Set<Long> forProjects) {
    /** None is. */
    public static final Counted NONE = new Counted(Set.of(), Set.of());

    public Counted {
        forOwners = Set.copyOf(forOwners);
        forProjects = Set.copyOf(forProjects);
    }

    /** What its start adds to what its owner used. */
    public Size more(long task, Shape shape) {
        return forOwners.contains(task) ? Size.NOTHING : shape.size();
    }

    /** What its start adds to what its project used. */
    public Size moreOfProject(long task, Shape shape) {
        return forProjects.contains(task) ? Size.NOTHING : shape.size();
    }

    /** Whether it is. */
    public boolean has(long task) {
        return forOwners.contains(task) || forProjects.contains(task);
    }

    /** All but these. */
    public Counted without(Set<Long> tasks) {
        var owners = new HashSet<>(forOwners);
        owners.removeAll(tasks);
        var projects = new HashSet<>(forProjects);
        projects.removeAll(tasks);
        return new Counted(owners, projects);
    }
}
