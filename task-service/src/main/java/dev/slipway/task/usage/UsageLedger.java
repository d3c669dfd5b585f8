package dev.slipway.task.usage;

import io.smallrye.mutiny.Uni;

/** Keeps usage, one entry per attempt. */
public interface UsageLedger {
    /** Joins the caller's transaction; an entry that is there already stays as it is. */
    Uni<Void> enter(UsageEntry entry);
}
