/** Who did what to which account, project or key, when and from where. Never what a secret is. */
@NullMarked
package dev.slipway.auth.audit;

import org.jspecify.annotations.NullMarked;
