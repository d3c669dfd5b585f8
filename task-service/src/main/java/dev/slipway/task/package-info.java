/** task-service: tasks from submission to their proved end, the queue and the usage they leave behind. */
@NullMarked
package dev.slipway.task;

import org.jspecify.annotations.NullMarked;
