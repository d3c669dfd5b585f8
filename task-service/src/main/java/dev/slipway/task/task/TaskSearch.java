package dev.slipway.task.task;

import dev.slipway.task.task.TaskQuery.Position;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds tasks for lists. What is counted or numbered joins the caller's session; pages are read in their own. */
interface TaskSearch {
    /**
     * The next entries behind a position: fewer than {@code size} where the list ends, and where their wishes are large. A
     * script takes up to a megabyte and a half in a wish, and a list must not take more memory than its service has.
     *
     * @param skip entries passed over before the first
     */
    Uni<Page> page(TaskQuery query, Optional<Position> behind, int skip, int size);

    /**
     * The same of tasks that are not over, by owner and project alone and newest first: with the children of arrays that have no
     * rows of their own yet.
     */
    Uni<Page> live(TaskQuery query, Optional<Position> behind, int size);

    /** How many there are. */
    Uni<Long> count(TaskQuery query);

    /** The numbers of all, in their order, where their documents are of no interest. */
    Uni<List<TaskId>> numbers(TaskQuery query);

    /** How many tasks of each state are not over, with the children of arrays that have no rows of their own yet. */
    Uni<Map<String, Long>> states();

    /** Of how many of them somebody asked the end. */
    Uni<Long> ending();

    /** How many tasks there are of each image. */
    Uni<Map<String, Long>> images();

    /**
     * A part of a list.
     *
     * @param bytes how long their wishes are together
     * @param last whether nothing is behind it
     */
    record Page(List<Task> tasks, long bytes, boolean last) {}
}
