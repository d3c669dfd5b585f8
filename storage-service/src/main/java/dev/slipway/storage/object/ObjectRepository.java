package dev.slipway.storage.object;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Remembers where each task's files are. Every change is one atomic step, and none goes back: see {@link #tell}. */
public interface ObjectRepository {
    /** Where the files of a task are; empty for a task never heard of. */
    Uni<Optional<Place>> find(TaskId task);

    /**
     * Takes {@code place} for true unless a newer attempt, or a later stage of the same, is known. Answers whether anything
     * changed.
     */
    Uni<Boolean> tell(Place place);

    /** The same for a place whose files are all in the store. */
    Uni<Boolean> keep(Place place, Manifest manifest);

    /** The manifest of a kept place: at least what it says of {@code around} and what is below it. */
    Uni<Manifest> manifest(Place place, FilePath around);

    /** From now on the task has no files; whatever comes late changes that no more. */
    Uni<Void> giveUp(TaskId task, String owner);

    /** The tasks of an account whose files were not given up. */
    Multi<TaskId> tasksOf(String owner);
}
