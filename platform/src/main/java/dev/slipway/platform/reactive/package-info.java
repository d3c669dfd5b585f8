/** Where reactive code meets what blocks and what fails for a while. */
@NullMarked
package dev.slipway.platform.reactive;

import org.jspecify.annotations.NullMarked;
