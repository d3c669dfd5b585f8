/** What every service says of its own health. */
@NullMarked
package dev.slipway.platform.health;

import org.jspecify.annotations.NullMarked;
