package dev.slipway.task.task;

import java.time.Instant;

/**
 * How far the queue in the store was read: all that had been committed then. What comes later is of transactions that were under
 * way, or had not begun, however long they take and whatever their clocks say.
 *
 * @param server when the database began: one that took over or was restored may have forgotten some, and count them again
 * @param transaction all before this one had ended
 */
public record QueueMark(Instant server, long transaction) {
    /** Before the first look. */
    public static final QueueMark NONE = new QueueMark(Instant.EPOCH, 0);

    /** The first transaction whose writes a look has to read that comes after {@code before} and ends here. */
    public long from(QueueMark before) {
        return server.equals(before.server) ? before.transaction : 0;
    }
}
