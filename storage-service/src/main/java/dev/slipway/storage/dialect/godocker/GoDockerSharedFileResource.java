package dev.slipway.storage.dialect.godocker;

import dev.slipway.storage.object.FilePath;
import dev.slipway.storage.object.TaskId;
import dev.slipway.storage.share.SharedFiles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The files of a shared task by an address alone: what its owner sends to somebody who has a browser and no account. */
@Path("/api/1.0/task/{id}/share/{token}/files{path:(?:/.*)?}")
@PermitAll
public class GoDockerSharedFileResource {
    private final SharedFiles shared;

    GoDockerSharedFileResource(SharedFiles shared) {
        this.shared = shared;
    }

    /** A JSON list for a directory, the bytes for a file. */
    @GET
    public Uni<Response> get(String id, String token, String path) {
        return shared.open(TaskId.of(id), FilePath.requested(path), token).map(GoDockerEntry::toResponse);
    }

    /** The same without the bytes. */
    @HEAD
    public Uni<Response> head(String id, String token, String path) {
        return shared.open(TaskId.of(id), FilePath.requested(path), token).map(GoDockerEntry::toHead);
    }
}
