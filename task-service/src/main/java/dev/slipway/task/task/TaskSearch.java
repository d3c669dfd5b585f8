package dev.slipway.task.task;

import dev.slipway.task.task.TaskQuery.Position;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds tasks for lists. Every method joins the caller's session. */
interface TaskSearch {
    /**
     * The next entries behind a position.
     *
     * @param skip entries passed over before the first
     */
    Uni<List<Task>> page(TaskQuery query, Optional<Position> behind, int skip, int size);

    /** How many there are. */
    Uni<Long> count(TaskQuery query);

    /** The numbers of the next ones, where their documents are of no interest. */
    Uni<List<TaskId>> numbers(TaskQuery query, Optional<Position> behind, int skip, int size);

    /** How many tasks of each state are not over. */
    Uni<Map<String, Long>> states();

    /** How many tasks there are of each image. */
    Uni<Map<String, Long>> images();
}
