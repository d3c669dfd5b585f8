package dev.slipway.task.task;

/**
 * What the scheduler of this process hears at once, after the commit. Only a short cut: other replicas, and whoever missed
 * a call, find the same in the store.
 */
public interface TaskSignals {
    /** It waits for a node; where it is an array, its children do. */
    void waiting(Task task);

    /** The same for many. */
    void waiting(Freed freed);

    /** It waits no longer, without having been placed; of an array, none of its children does. */
    void noLongerWaiting(Task task);

    /** The attempt's processors and memory are free. */
    void freed(TaskId id, int attempt);
}
