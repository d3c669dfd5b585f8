/** auth-service: who there is, how they prove it, and the tokens the whole suite trusts. */
@NullMarked
package dev.slipway.auth;

import org.jspecify.annotations.NullMarked;
