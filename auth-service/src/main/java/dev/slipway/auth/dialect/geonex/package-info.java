/** The part of GeoNEX's API that speaks of users. Each answer is its one envelope. */
@NullMarked
package dev.slipway.auth.dialect.geonex;

import org.jspecify.annotations.NullMarked;
