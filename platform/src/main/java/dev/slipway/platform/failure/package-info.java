/** What went wrong, once in our words and once in the words of each dialect. */
@NullMarked
package dev.slipway.platform.failure;

import org.jspecify.annotations.NullMarked;
