/** API keys: made, kept encrypted so that their owner can read them, compared by hash. Knows logins only as text. */
@NullMarked
package dev.slipway.auth.credential;

import org.jspecify.annotations.NullMarked;
