package dev.slipway.storage.object;

/** Told inside this process after a place changed, so that who waits for a task need not look again. */
public record PlaceChanged(Place place) {}
