/** The one public address: knows which service answers which path, and passes bytes both ways without keeping them. */
@NullMarked
package dev.slipway.gateway;

import org.jspecify.annotations.NullMarked;
