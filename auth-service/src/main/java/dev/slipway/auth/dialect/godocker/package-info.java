/** The part of GO-Docker's API that speaks of users. Its clients compare the content type as text; platform sees to it. */
@NullMarked
package dev.slipway.auth.dialect.godocker;

import org.jspecify.annotations.NullMarked;
