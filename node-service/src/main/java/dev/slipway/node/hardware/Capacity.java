package dev.slipway.node.hardware;

/** What a node gives to containers. */
public record Capacity(int cpus, long memoryBytes, int gpus) {}
