/**
 * Who runs where, and why the others wait. {@code Scheduler} is a pure function over an in-memory queue; {@code Dispatcher}
 * calls it as the one leader and carries out its plan in one transaction; {@code Reconciler} compares what nodes hold with
 * what they should.
 */
@NullMarked
package dev.slipway.task.schedule;

import org.jspecify.annotations.NullMarked;
