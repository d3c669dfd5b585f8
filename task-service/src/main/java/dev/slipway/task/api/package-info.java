/** Tasks in our own API, {@code /api/v1/tasks}: resource style, for the browser, the command line and new clients. */
@NullMarked
package dev.slipway.task.api;

import org.jspecify.annotations.NullMarked;
