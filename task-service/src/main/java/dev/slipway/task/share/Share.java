package dev.slipway.task.share;

import java.time.Instant;
import java.util.Optional;

/**
 * Leave to read one task.
 *
 * @param id what its token begins with; of no use alone
 * @param scope what it is good for
 * @param everlasting the one that GO-Docker's call makes, and shows again: it has no expiry
 * @param maxUses how often it may be shown; empty for ever so often
 * @param uses how often it was; a service that asks again within seconds does not count twice
 */
public record Share(
        String id,
        long task,
        Scope scope,
        boolean everlasting,
        String madeBy,
        Instant madeAt,
        Optional<Instant> expiresAt,
        Optional<Long> maxUses,
        long uses,
        Optional<Instant> usedAt) {
    /** What a token is good for. */
    public enum Scope {
        /** To read the task and its files. */
        READ,
        /** The same, and for who has an account to run a copy of it as its own. */
        RERUN
    }
}
