package dev.slipway.storage.object;

/**
 * One line of a directory listing.
 *
 * @param name the last segment of its path
 * @param size bytes; 0 for a directory
 */
public record Entry(String name, boolean directory, long size) {}
