package dev.slipway.storage.dialect.godocker;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.CurrentCaller;
import dev.slipway.storage.object.FilePath;
import dev.slipway.storage.object.Found;
import dev.slipway.storage.object.Objects;
import dev.slipway.storage.object.TaskId;
import dev.slipway.storage.share.SharedFiles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The files of a task, for its owner or for whoever shows its share token. Its command line tells a listing from a file by
 * the content type alone.
 */
@Path("/api/1.0/task/{id}/files{path:(?:/.*)?}")
@PermitAll
public class GoDockerFileResource {
    private final Objects objects;
    private final SharedFiles shared;
    private final CurrentCaller caller;

    GoDockerFileResource(Objects objects, SharedFiles shared, CurrentCaller caller) {
        this.objects = objects;
        this.shared = shared;
        this.caller = caller;
    }

    /** A JSON list for a directory, the bytes for a file. */
    @GET
    public Uni<Response> get(
            String id,
            String path,
            @RestHeader("X-GODOCKER-SHARE") Optional<String> header,
            @RestQuery Optional<String> share) {
        return find(id, path, header.or(() -> share)).map(GoDockerEntry::toResponse);
    }

    /** The same without the bytes. */
    @HEAD
    public Uni<Response> head(
            String id,
            String path,
            @RestHeader("X-GODOCKER-SHARE") Optional<String> header,
            @RestQuery Optional<String> share) {
        return find(id, path, header.or(() -> share)).map(GoDockerEntry::toHead);
    }

    private Uni<Found> find(String id, String path, Optional<String> token) {
        var task = TaskId.of(id);
        var where = FilePath.requested(path);
        return token.map(it -> shared.open(task, where, it))
                .orElseGet(() -> caller.ask()
                        .chain(asking -> objects.open(
                                task,
                                where,
                                asking.orElseThrow(() -> Failure.unauthenticated("A valid token is needed")))));
    }
}
