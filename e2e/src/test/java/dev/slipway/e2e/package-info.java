/** The whole suite, packaged as it is shipped, on a real engine, spoken to as its users do. */
@NullMarked
package dev.slipway.e2e;

import org.jspecify.annotations.NullMarked;
