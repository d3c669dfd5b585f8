/**
 * What tasks write to their standard streams: readable while they run, byte by byte. Chunks come in addressed by offset, so
 * that repeats and overlaps neither double nor lose anything; once the task has its manifest, its log is a file like others.
 */
@NullMarked
package dev.slipway.storage.log;

import org.jspecify.annotations.NullMarked;
