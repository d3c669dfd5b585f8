/**
 * The heart: what a task is, how it moves from one state to the next, and the use cases behind every dialect. The model is
 * pure; {@code Tasks} loads, decides, keeps and tells.
 */
@NullMarked
package dev.slipway.task.task;

import org.jspecify.annotations.NullMarked;
