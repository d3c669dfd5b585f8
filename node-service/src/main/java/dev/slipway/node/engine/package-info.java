/** The port to whatever runs containers, and the Docker engine behind it. */
@NullMarked
package dev.slipway.node.engine;

import org.jspecify.annotations.NullMarked;
