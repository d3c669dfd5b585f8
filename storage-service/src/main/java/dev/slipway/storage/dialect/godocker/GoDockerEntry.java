package dev.slipway.storage.dialect.godocker;

import dev.slipway.storage.object.Entry;

/** A line of a listing: {@code type} is {@code file} or {@code dir}. */
public record GoDockerEntry(String name, String type, long size) {
    static GoDockerEntry of(Entry entry) {
        return new GoDockerEntry(entry.name(), entry.directory() ? "dir" : "file", entry.size());
    }
}
