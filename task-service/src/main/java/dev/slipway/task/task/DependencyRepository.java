package dev.slipway.task.task;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** Keeps who waits for whom. Every method joins the caller's transaction. */
public interface DependencyRepository {
    /**
     * Locks these tasks against their end, so that none is missed.
     *
     * @return one entry per number that is a task's
     */
    Uni<List<Parent>> lock(List<Long> parents);

    /** {@code task} waits for these. */
    Uni<Void> add(TaskId task, List<Long> parents);

    /** The tasks it still waits for, by number. */
    Uni<List<Long>> parentsOf(TaskId task);

    /** A task is over; the answer are those that waited for it last. */
    Uni<List<TaskId>> freedBy(TaskId parent, Instant now);

    /** An array was stopped: its children that never had a row are over. */
    Uni<List<TaskId>> freedByChildrenOf(Task array, Instant now);

    /** A task somebody may wait for. */
    record Parent(long number, String owner, boolean over) {}
}
