/** The ledger bills are made of: one entry per attempt, written in the transaction that ends it, never twice. */
@NullMarked
package dev.slipway.task.usage;

import org.jspecify.annotations.NullMarked;
