package dev.slipway.task.plan;

/**
 * A place in the order of the queue.
 *
 * @param position from 1, among all that wait
 * @param since when the task began to wait, in milliseconds of the epoch
 * @param score its fair share, lower is sooner; 0 where the order is another
 */
public record Turn(int position, long task, Shape shape, long since, double score) {}
