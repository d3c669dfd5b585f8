/** What the tests of all services share: the real backends, tokens, records on topics, the rules of the architecture. */
@NullMarked
package dev.slipway.testkit;

import org.jspecify.annotations.NullMarked;
