/** How the suite is: our own word for being there, and what each service says of itself. */
@NullMarked
package dev.slipway.gateway.health;

import org.jspecify.annotations.NullMarked;
