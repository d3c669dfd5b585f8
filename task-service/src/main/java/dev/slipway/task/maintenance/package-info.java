/** When nothing new is to begin: in the whole suite, or on single nodes. */
@NullMarked
package dev.slipway.task.maintenance;

import org.jspecify.annotations.NullMarked;
