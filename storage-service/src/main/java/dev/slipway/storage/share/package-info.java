/** Files for who has a share token instead of a login. task-service says which tokens are good. */
@NullMarked
package dev.slipway.storage.share;

import org.jspecify.annotations.NullMarked;
