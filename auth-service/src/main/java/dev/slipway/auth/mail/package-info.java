/**
 * All mail that leaves the suite: one durable queue, one sender. Knows logins only as text, and of the accounts' table
 * nothing but the column with the address.
 */
@NullMarked
package dev.slipway.auth.mail;

import org.jspecify.annotations.NullMarked;
