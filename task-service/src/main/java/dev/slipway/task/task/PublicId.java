package dev.slipway.task.task;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * The UUID of a task, for dialects whose clients expect one: RFC 9562, version 8. It is made of the moment of the submission
 * and the number, so it needs no column, no index and no look at the store, also for a child of an array that has no row yet;
 * newer tasks have higher ones. It is no secret: who may see a task is checked whatever it is called by.
 */
public final class PublicId {
    private static final long MICROS = 1_000;
    private static final long VERSION = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long NUMBER = 0x3fff_ffff_ffff_ffffL;

    private PublicId() {}

    /** The task's own: 48 bits of milliseconds, 12 of the microseconds in the last of them, 62 of its number. */
    public static UUID of(Task task) {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, task.submittedAt());
        var time = ((micros / MICROS) << 16) | VERSION | (micros % MICROS);
        return new UUID(time, VARIANT | task.id().number());
    }

    /** The task that is called so, if there is one: {@link #of} has to be compared. */
    public static Optional<TaskId> numberIn(UUID id) {
        return id.version() == 8 && id.variant() == 2
                ? Optional.of(new TaskId(id.getLeastSignificantBits() & NUMBER))
                : Optional.empty();
    }
}
