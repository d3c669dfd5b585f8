/** Logins by an OpenID Connect provider, and which account such somebody is here: one of his verified address, or a guest. */
@NullMarked
package dev.slipway.auth.external;

import org.jspecify.annotations.NullMarked;
