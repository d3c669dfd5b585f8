/** What a month cost: sums of the ledger by account and project. */
@NullMarked
package dev.slipway.task.billing;

import org.jspecify.annotations.NullMarked;
