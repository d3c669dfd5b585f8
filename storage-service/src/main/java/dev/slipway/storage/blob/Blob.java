package dev.slipway.storage.blob;

/** A stored object, as a listing shows it. */
public record Blob(String key, long size) {}
