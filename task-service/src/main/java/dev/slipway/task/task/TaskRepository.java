package dev.slipway.task.task;

import dev.slipway.task.plan.Shape;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps tasks. Every method but those for numbers joins the caller's transaction or session. */
public interface TaskRepository {
    /** A number nobody has had. */
    Uni<TaskId> nextId();

    /** The first of so many numbers in a row that nobody has had. */
    Uni<TaskId> nextIds(int count);

    Uni<Void> insert(List<Task> tasks);

    /** Fails with NOT_FOUND rather than answer null. */
    Uni<Task> require(TaskId id);

    /** The task, if there is one; also a child of an array that has no row of its own yet. */
    Uni<Optional<Task>> find(TaskId id);

    /** Those of these that there are, also children of arrays that have no rows of their own yet. */
    Uni<List<Task>> find(Collection<TaskId> wanted);

    /** Keeps the new state of a task read in this transaction; fails the commit when somebody else was faster. */
    Uni<Void> update(Task task);

    /** Changes fields of the children of an array that have rows and are not over. */
    Uni<Void> setOfChildren(TaskId array, Map<String, String> values);

    /** How many bytes the wishes of these have in the store, in their order; 0 for one that is not there. */
    Uni<List<Long>> bytesOf(List<TaskId> wanted);

    /** Of these, the ones that still wait are given a new attempt on their node, which is kept as well; they are the answer. */
    Uni<List<Task>> place(Map<TaskId, Choice> chosen, Instant now);

    /** Whether that is what an array was asked for last; it stays so until the transaction ends. */
    Uni<Boolean> isAsked(TaskId array, Standing standing);

    /** Children of a created array that were touched before it was released wait with it. */
    Uni<Void> releaseChildren(TaskId array, Instant now);

    /** Children of an array that run can be asked again to stand still. */
    Uni<Void> forgetRefusals(TaskId array);

    /** An array that stood still, and its children, wait since {@code now}. */
    Uni<Void> queueAgain(TaskId array, Instant now);

    /**
     * Tasks, and children of arrays, that the scheduler may place and that began to wait since an earlier look: handed over some
     * hundreds at a time, so that a million of them are never in memory twice. None is missed; some may come again.
     *
     * @return from where the next look goes on
     */
    Uni<QueueMark> waiting(QueueMark since, Consumer<List<Waiting>> taker);

    /** How many tasks wait, in all or of one owner: arrays and those of their children that have not begun, too. */
    Uni<Long> waitingOf(Optional<String> owner);

    /** A node for a task, and the task's fair share in the pass that chose it. */
    record Choice(String node, double score) {}

    /** As much of a waiting task as the queue needs: its shape, and when it was submitted. */
    record Waiting(TaskId id, Shape shape, Instant since) {}
}
