/** Tokens that let who has no account here, or not the right one, read one task: made by its owner, revoked at any time. */
@NullMarked
package dev.slipway.task.share;

import org.jspecify.annotations.NullMarked;
