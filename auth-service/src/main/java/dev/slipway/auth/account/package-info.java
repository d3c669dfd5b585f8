/** The people who use the suite: how they are called, whom their processes run as, what they may do, since when. */
@NullMarked
package dev.slipway.auth.account;

import org.jspecify.annotations.NullMarked;
