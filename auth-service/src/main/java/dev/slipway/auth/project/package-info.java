/** What people share: its members, its owner, what it may use, the folders its tasks may ask for. */
@NullMarked
package dev.slipway.auth.project;

import org.jspecify.annotations.NullMarked;
