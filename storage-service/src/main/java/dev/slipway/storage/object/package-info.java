/**
 * The files a task leaves: where they are now (on the node that runs it, or in the store), what there is, and the bytes.
 * One document per task says it all; it changes in one atomic step, and an older attempt never replaces a newer one.
 */
@NullMarked
package dev.slipway.storage.object;

import org.jspecify.annotations.NullMarked;
