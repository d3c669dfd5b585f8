package dev.slipway.task.share;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps shares. Every method joins the caller's transaction or session. */
interface ShareRepository {
    /** Does nothing where the share is everlasting and the task has one. */
    Uni<Void> insert(Share share);

    /** The everlasting share of a task, unless it was revoked. */
    Uni<Optional<Share>> everlasting(long task);

    /** All shares of a task that are not revoked, the oldest first. */
    Uni<List<Share>> of(long task);

    /** Counts a use; empty when the share is revoked, expired, used up, or of another task. */
    Uni<Optional<Share>> use(String id, long task, Instant now);

    /** A use that was counted was none. */
    Uni<Void> giveBack(String id, long task);

    /** Whether there was one to revoke. */
    Uni<Boolean> revoke(String id, long task, Instant now);
}
