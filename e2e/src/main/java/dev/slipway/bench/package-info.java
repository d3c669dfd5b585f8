/** Measures what the README promises: {@code ./slipway bench}. */
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
