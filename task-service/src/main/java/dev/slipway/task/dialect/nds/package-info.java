/** NDS Labs: hand in a script and an image, look where it stands. The other calls of the dialect live where their subjects do. */
@NullMarked
package dev.slipway.task.dialect.nds;

import org.jspecify.annotations.NullMarked;
