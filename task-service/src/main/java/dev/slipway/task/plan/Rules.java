package dev.slipway.task.plan;

/**
 * The site's rules.
 *
 * @param overdueMillis a task that waits longer goes before all that do not, oldest first, whatever its owner used: nobody
 *     starves; 0 for never
 * @param runningPerUser tasks of one account that run at the same time at most; 0 for no limit
 * @param running tasks that run at the same time at most; 0 for no limit
 * @param claims large tasks that keep a node from filling up again at most
 */
public record Rules(Order order, Weights weights, long overdueMillis, int runningPerUser, int running, int claims) {
    /** First come, first served, with one claim. */
    public static final Rules FIFO = new Rules(Order.FIFO, Weights.USUAL, 0, 0, 0, 1);
}
