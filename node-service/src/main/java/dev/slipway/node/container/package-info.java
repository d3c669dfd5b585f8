/**
 * The containers of this node, from the command to the last event. Each is a durable document; whatever happens to this
 * process, the next one goes on from what the document and the engine say.
 */
@NullMarked
package dev.slipway.node.container;

import org.jspecify.annotations.NullMarked;
