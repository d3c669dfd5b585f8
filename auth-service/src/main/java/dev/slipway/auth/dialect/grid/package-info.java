/** Grid's token issuer. Its clients post everything in the query and read the bare token from the body. */
@NullMarked
package dev.slipway.auth.dialect.grid;

import org.jspecify.annotations.NullMarked;
