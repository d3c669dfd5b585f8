/** What every service does with every request before a resource sees it. */
@NullMarked
package dev.slipway.platform.web;

import org.jspecify.annotations.NullMarked;
