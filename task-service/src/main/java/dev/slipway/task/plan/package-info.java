/**
 * Who runs next, where, and why the others wait: functions of the queue, the shares, the limits, the nodes and the clock, and
 * of nothing else. They know no store, no thread and no time of their own, so that a month can be simulated in seconds and
 * the same code that schedules explains.
 */
@NullMarked
package dev.slipway.task.plan;

import org.jspecify.annotations.NullMarked;
