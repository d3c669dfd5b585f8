package dev.slipway.storage.share;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.storage.object.FilePath;
import dev.slipway.storage.object.Found;
import dev.slipway.storage.object.Objects;
import dev.slipway.storage.object.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The files of one task for who has its share token: all of them but what a start script may hold. */
@ApplicationScoped
public class SharedFiles {
    /** In GO-Docker's own directories these hold credentials; nobody who is not the owner needs them. */
    private static final Set<String> HIDDEN = Set.of("godocker.sh", "god.env");

    private final Objects objects;
    private final ShareTokens tokens;

    SharedFiles(Objects objects, ShareTokens tokens) {
        this.objects = objects;
        this.tokens = tokens;
    }

    /** What is at a path of the task. Fails with FORBIDDEN for a token that does not open it. */
    public Uni<Found> open(TaskId task, FilePath path, String token) {
        return tokens.owner(task, token)
                .invoke(_ -> {
                    if (HIDDEN.contains(path.name())) {
                        throw Failure.notFound("file", path);
                    }
                })
                .chain(owner -> objects.open(task, path, new Caller(owner, Set.of(Caller.USER), Set.of())))
                .map(SharedFiles::shown);
    }

    private static Found shown(Found found) {
        return switch (found) {
            case Found.Directory it ->
                new Found.Directory(it.entries().stream()
                        .filter(entry -> !HIDDEN.contains(entry.name()))
                        .toList());
            case Found.File it -> it;
        };
    }
}
