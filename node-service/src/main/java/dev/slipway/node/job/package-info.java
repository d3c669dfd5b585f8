/**
 * The job directory: what a container finds at {@code /mnt/go-docker}, what it writes, and what is read of it while it runs
 * and kept of it afterwards. A container may have put anything there: nothing here follows a link.
 */
@NullMarked
package dev.slipway.node.job;

import org.jspecify.annotations.NullMarked;
