/** The measurements of all processes as one page. */
@NullMarked
package dev.slipway.gateway.metrics;

import org.jspecify.annotations.NullMarked;
