package dev.slipway.storage.dialect.godocker;

import dev.slipway.storage.object.Entry;
import dev.slipway.storage.object.Found;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A line of a listing: {@code type} is {@code file} or {@code dir}. */
public record GoDockerEntry(String name, String type, long size) {
    static GoDockerEntry of(Entry entry) {
        return new GoDockerEntry(entry.name(), entry.directory() ? "dir" : "file", entry.size());
    }

    /** A JSON list for a directory, the bytes for a file. */
    static Response toResponse(Found found) {
        return switch (found) {
            case Found.Directory it ->
                Response.ok(it.entries().stream().map(GoDockerEntry::of).toList(), MediaType.APPLICATION_JSON)
                        .build();
            case Found.File it -> it.toResponse();
        };
    }

    /** The same without the bytes. */
    static Response toHead(Found found) {
        return switch (found) {
            case Found.Directory _ ->
                Response.ok().type(MediaType.APPLICATION_JSON).build();
            case Found.File it -> it.toHead();
        };
    }
}
