/** What this machine is made of. */
@NullMarked
package dev.slipway.node.hardware;

import org.jspecify.annotations.NullMarked;
