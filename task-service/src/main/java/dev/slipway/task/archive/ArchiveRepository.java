package dev.slipway.task.archive;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Changes finished tasks by the batch; each method joins the caller's transaction and skips what another one holds. */
interface ArchiveRepository {
    /** Marks this task; it and its array's children, where it has any. Nothing for one that is not over, or is marked. */
    Uni<List<Done>> archive(long task, Instant now);

    /** Marks the next tasks that ended before a date. */
    Uni<List<Done>> archive(Old old, Instant now, int most);

    /** Removes the record of this task, and of its array's children. */
    Uni<List<Done>> remove(long task);

    /** Removes the next tasks that ended before a date. */
    Uni<List<Done>> remove(Old old, int most);

    /** What was done to one task; {@code whole} unless it went with its array. */
    record Done(long task, String owner, boolean whole) {}

    /** Finished tasks of some age, everybody's when there is no owner. */
    record Old(Instant endedBefore, Optional<String> owner, Optional<String> tag) {}
}
