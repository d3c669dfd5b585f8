/** Tasks worth repeating: described, kept beyond the task they came from, and shown to all if their owner wants it. */
@NullMarked
package dev.slipway.task.recipe;

import org.jspecify.annotations.NullMarked;
