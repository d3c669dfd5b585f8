package dev.slipway.node.container;

import java.time.Instant;

/**
 * An event that has to leave.
 *
 * @param number counted from 1 within one container, in the order they leave
 * @param event its JSON
 */
public record Note(int number, String event, Instant at) {}
