package dev.slipway.node.job;

/** The accounts and groups an image comes with: its own two files, empty where it has none. */
public record ImageAccounts(String passwd, String group) {}
