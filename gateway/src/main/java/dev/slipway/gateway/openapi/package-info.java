/** The descriptions of all services as one. */
@NullMarked
package dev.slipway.gateway.openapi;

import org.jspecify.annotations.NullMarked;
