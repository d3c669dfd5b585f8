package dev.slipway.auth.account;

import java.time.Instant;
import java.util.Optional;

/**
 * What stays of a deleted account.
 *
 * @param version its last one
 * @param requested when it stopped being an account
 * @param tasksCleared when task-service said that none of its tasks is left
 * @param filesCleared when storage-service said that none of its files is left
 */
public record Tombstone(
        Login login, long version, Instant requested, Optional<Instant> tasksCleared, Optional<Instant> filesCleared) {
    /** Whether nothing of it is left, so that its login may be given again. */
    public boolean isGone() {
        return tasksCleared.isPresent() && filesCleared.isPresent();
    }
}
