/** Tokens by which an application learns who its user is; an application proves itself with a secret it shares with us. */
@NullMarked
package dev.slipway.auth.app;

import org.jspecify.annotations.NullMarked;
