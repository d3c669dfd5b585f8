/** Who is asking, on whose behalf a service asks, and how a token is revoked at once. */
@NullMarked
package dev.slipway.platform.identity;

import org.jspecify.annotations.NullMarked;
