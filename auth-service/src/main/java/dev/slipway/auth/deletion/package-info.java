/** How an account goes: at once for its owner, and for good when the other services have removed what they kept of it. */
@NullMarked
package dev.slipway.auth.deletion;

import org.jspecify.annotations.NullMarked;
