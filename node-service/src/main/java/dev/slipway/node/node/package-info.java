/** The node as others see it: its name, what it has, that it is there. */
@NullMarked
package dev.slipway.node.node;

import org.jspecify.annotations.NullMarked;
