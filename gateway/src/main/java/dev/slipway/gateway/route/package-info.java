/**
 * Where a request goes and how it gets there. {@link dev.slipway.gateway.route.Entrance} is the first to see a request; what
 * another service answers becomes an {@link dev.slipway.gateway.route.Exchange}, everything else goes on to our own routes.
 */
@NullMarked
package dev.slipway.gateway.route;

import org.jspecify.annotations.NullMarked;
