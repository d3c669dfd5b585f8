/** The tokens all services trust: the key they are signed with, who gets one, and how anybody can check one. */
@NullMarked
package dev.slipway.auth.token;

import org.jspecify.annotations.NullMarked;
