/** Runners: long-lived algorithms on cloud machines, and the images they may run. Not built yet; see the README. */
@NullMarked
package dev.slipway.runner;

import org.jspecify.annotations.NullMarked;
