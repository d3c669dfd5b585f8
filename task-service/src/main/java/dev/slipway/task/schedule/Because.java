package dev.slipway.task.schedule;

import dev.slipway.task.plan.Reason;

/**
 * One reason why a task waits, in our own API.
 *
 * @param reason {@code config}, {@code policy}, {@code dependency}, {@code priority}, {@code capacity} or {@code system}
 * @param code finer, stable
 * @param detail a sentence with the numbers
 * @param unblocks what would end it
 */
public record Because(String reason, String code, String detail, String unblocks) {
    /** The scheduler's reason. */
    public static Because of(Reason it) {
        return new Because(it.token().word(), it.code(), it.sentence(), it.unblocks());
    }
}
