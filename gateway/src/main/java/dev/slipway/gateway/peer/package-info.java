/** What we ask the services ourselves: their health, their metrics, their descriptions. */
@NullMarked
package dev.slipway.gateway.peer;

import org.jspecify.annotations.NullMarked;
