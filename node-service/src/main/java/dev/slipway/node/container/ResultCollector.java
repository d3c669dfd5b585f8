package dev.slipway.node.container;

import dev.slipway.node.job.Harvest;
import dev.slipway.node.job.JobConfig;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keeps what an attempt left: small files within the manifest, because a round trip each would cost more than the task,
 * all others by upload, then the manifest. Doing it again does the same.
 */
@ApplicationScoped
class ResultCollector {
    private static final int BATCH = 200;

    private final StorageClient storage;
    private final JobConfig limits;
    private final ContainerConfig config;
    private final Blocking blocking;

    ResultCollector(StorageClient storage, JobConfig limits, ContainerConfig config, Blocking blocking) {
        this.storage = storage;
        this.limits = limits;
        this.config = config;
        this.blocking = blocking;
    }

    /** Done when all is readable in the store. */
    Uni<Void> keep(Container container, Harvest harvest) {
        return blocking.call(() -> Sorted.of(harvest, limits))
                .chain(sorted -> upload(container, harvest, sorted.large())
                        .chain(() -> storage.manifest(
                                container.owner(), container.attempt(), manifest(container, harvest, sorted))));
    }

    private Uni<Void> upload(Container container, Harvest harvest, List<Harvest.Kept> large) {
        var batches = new ArrayList<List<Harvest.Kept>>();
        for (int at = 0; at < large.size(); at += BATCH) {
            batches.add(large.subList(at, Math.min(at + BATCH, large.size())));
        }
        return Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToUniAndConcatenate(batch -> uploadBatch(container, harvest, batch))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> uploadBatch(Container container, Harvest harvest, List<Harvest.Kept> batch) {
        return storage.uploads(container.owner(), container.attempt(), batch)
                .chain(urls -> Multi.createFrom()
                        .iterable(batch)
                        .onItem()
                        .transformToUni(
                                it -> storage.put(url(urls, it), harvest.root().resolve(it.path())))
                        .merge(config.uploads())
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private static URI url(Map<String, URI> urls, Harvest.Kept file) {
        return Objects.requireNonNull(urls.get(file.path()), () -> "no upload for " + file.path());
    }

    private static JsonObject manifest(Container container, Harvest harvest, Sorted sorted) {
        Owner owner = container.owner();
        var files = new JsonArray();
        sorted.small()
                .forEach(it -> files.add(new JsonObject()
                        .put("path", it.path())
                        .put("size", it.size())
                        .put("inline", it.base64())));
        sorted.large()
                .forEach(it -> files.add(new JsonObject().put("path", it.path()).put("size", it.size())));
        return new JsonObject()
                .put("owner", owner.account())
                .put("project", owner.project())
                .put("node", container.node())
                .put("files", files)
                .put("directories", new JsonArray(new ArrayList<>(harvest.directories())))
                .put("skipped", harvest.skipped());
    }

    /** A file and all of it. */
    private record Small(String path, int size, String base64) {
        static Small of(Harvest harvest, String path) throws IOException {
            try (var in = Files.newInputStream(harvest.root().resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                var bytes = in.readAllBytes();
                return new Small(path, bytes.length, Base64.getEncoder().encodeToString(bytes));
            }
        }
    }

    /** Which files go into the manifest and which do not. */
    private record Sorted(List<Small> small, List<Harvest.Kept> large) {
        static Sorted of(Harvest harvest, JobConfig limits) throws IOException {
            var small = new ArrayList<Small>();
            var large = new ArrayList<Harvest.Kept>();
            long inline = 0;
            for (var file : harvest.files()) {
                if (file.size() <= limits.inlineFile() && inline + file.size() <= limits.inlineTotal()) {
                    inline += file.size();
                    small.add(Small.of(harvest, file.path()));
                } else {
                    large.add(file);
                }
            }
            return new Sorted(small, large);
        }
    }
}
