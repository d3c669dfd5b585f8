/**
 * Log-in to interactive containers: one embedded SSH server that listens on the port of each, and opens a shell in it through
 * the engine. No container needs an SSH server, and no key is ever in a script.
 */
@NullMarked
package dev.slipway.node.shell;

import org.jspecify.annotations.NullMarked;
