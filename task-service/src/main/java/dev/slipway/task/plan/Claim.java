package dev.slipway.task.plan;

/**
 * A node that is kept from filling up again, so that a large task comes to its turn: others go there only where the task would
 * not start later for it.
 *
 * @param task who waits for it
 * @param since when it was made: what the node had taken before may end in its own time
 * @param at when the task can start at the latest, as far as the ends of those before it are known; {@link Long#MAX_VALUE}
 *     when they are not
 */
public record Claim(long task, Shape shape, String node, long since, long at) {}
