/** Events that leave with the state change they tell of: kept in the same transaction, sent afterwards, at least once. */
@NullMarked
package dev.slipway.platform.outbox;

import org.jspecify.annotations.NullMarked;
