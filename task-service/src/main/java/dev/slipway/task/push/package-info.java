/** Figures that the daemons of a GO-Docker installation push here, shown with our own under the names they had. */
@NullMarked
package dev.slipway.task.push;

import org.jspecify.annotations.NullMarked;
