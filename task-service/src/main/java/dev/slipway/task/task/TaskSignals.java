package dev.slipway.task.task;

/**
 * What the scheduler of this process hears at once, after the commit. Only a short cut: other replicas, and whoever missed
 * a call, find the same in the store.
 */
public interface TaskSignals {
    /** It waits for a node. */
    void waiting(Task task);

    /** It waits no longer, without having been placed. */
    void noLongerWaiting(TaskId id);

    /** The attempt's processors and memory are free. */
    void freed(TaskId id, int attempt);
}
