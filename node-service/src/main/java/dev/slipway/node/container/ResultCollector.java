package dev.slipway.node.container;

import dev.slipway.node.job.Harvest;
import dev.slipway.node.job.Harvest.Kept;
import dev.slipway.node.job.JobDirectory;
import dev.slipway.node.job.LeftOut;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Keeps what an attempt left: small files within the manifest, because a round trip each would cost more than the task,
 * all others by upload, then the manifest. Doing it again does the same. It waits for a store that does not answer; what the
 * store refuses is left out, for no file is a reason never to end.
 */
@ApplicationScoped
class ResultCollector {
    private static final Logger LOG = Logger.getLogger(ResultCollector.class);
    private static final int BATCH = 200;

    private final StorageClient storage;
    private final FileUploader uploader;
    private final Smalls smalls;
    private final ContainerConfig config;
    private final Blocking blocking;

    ResultCollector(
            StorageClient storage, FileUploader uploader, Smalls smalls, ContainerConfig config, Blocking blocking) {
        this.storage = storage;
        this.uploader = uploader;
        this.smalls = smalls;
        this.config = config;
        this.blocking = blocking;
    }

    /** Done when all is readable in the store; what that is. */
    Uni<Harvest> keep(Container container, Harvest harvest) {
        return whole(container, harvest)
                .onFailure(ResultCollector::isFinal)
                .recoverWithUni(fault -> whole(container, less(container, harvest, false, fault)))
                .onFailure(ResultCollector::isFinal)
                .recoverWithUni(fault -> whole(container, less(container, harvest, true, fault)))
                .onFailure(ResultCollector::isFinal)
                .recoverWithItem(fault -> less(container, harvest, true, fault));
    }

    /** One that never ran left nothing: its errors say why. */
    Uni<Void> keepReason(Container container, String reason) {
        var files = new JsonArray()
                .add(inline(Small.of(JobDirectory.STDOUT, "")))
                .add(inline(Small.of(JobDirectory.STDERR, reason + "\n")));
        return storage.manifest(container.owner(), container.attempt(), manifest(container, files, List.of()))
                .onFailure(ResultCollector::isFinal)
                .invoke(fault -> LOG.errorf("container name=%s reason not kept cause=%s", container.name(), fault))
                .onFailure(ResultCollector::isFinal)
                .recoverWithNull();
    }

    private static Harvest less(Container container, Harvest harvest, boolean evenLogs, Throwable fault) {
        LOG.errorf("container name=%s files not kept cause=%s", container.name(), fault);
        return harvest.withoutMost(evenLogs, "the store does not take the whole: " + fault.getMessage());
    }

    private static boolean isFinal(Throwable fault) {
        return fault instanceof Failure failure && failure.kind() == Failure.Kind.INVALID;
    }

    private Uni<Harvest> whole(Container container, Harvest harvest) {
        return blocking.call(() -> smalls.of(harvest))
                .chain(sorted -> upload(container, harvest, sorted.large()).chain(refused -> {
                    refused.putAll(sorted.unread());
                    var kept = harvest.without(refused);
                    return storage.manifest(
                                    container.owner(), container.attempt(), manifest(container, kept, sorted.small()))
                            .replaceWith(kept);
                }));
    }

    private Uni<Map<Kept, String>> upload(Container container, Harvest harvest, List<Kept> large) {
        var batches = new ArrayList<List<Kept>>();
        for (int at = 0; at < large.size(); at += BATCH) {
            batches.add(large.subList(at, Math.min(at + BATCH, large.size())));
        }
        return Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToUniAndConcatenate(batch -> uploadBatch(container, harvest, batch))
                .collect()
                .in(HashMap::new, Map::putAll);
    }

    /** Which of them are refused, and why. */
    private Uni<Map<Kept, String>> uploadBatch(Container container, Harvest harvest, List<Kept> batch) {
        return storage.uploads(container.owner(), container.attempt(), batch)
                .chain(urls -> Multi.createFrom()
                        .iterable(batch)
                        .onItem()
                        .transformToUni(it -> uploader.put(
                                        url(urls, it), harvest.root().resolve(it.path()), it.size())
                                .map(refused -> refused.<Map<Kept, String>>map(why -> Map.of(it, why))
                                        .orElse(Map.of())))
                        .merge(config.uploads())
                        .collect()
                        .in(HashMap::new, Map::putAll));
    }

    private static URI url(Map<String, URI> urls, Kept file) {
        return Objects.requireNonNull(urls.get(file.path()), () -> "no upload for " + file.path());
    }

    private static JsonObject manifest(Container container, Harvest kept, Map<String, Small> small) {
        var files = new JsonArray();
        for (var file : kept.files()) {
            // Its owner's own file of this name gives way, where there is something to say.
            if (kept.leftOut().isNothing() || !file.path().equals(LeftOut.FILE)) {
                var inline = small.get(file.path());
                files.add(inline == null ? entry(file.path(), file.size()) : inline(inline));
            }
        }
        if (!kept.leftOut().isNothing()) {
            files.add(inline(Small.of(LeftOut.FILE, kept.leftOut().text())));
        }
        return manifest(container, files, kept.directories());
    }

    private static JsonObject manifest(Container container, JsonArray files, List<String> directories) {
        return new JsonObject()
                .put("owner", container.owner().account())
                .put("project", container.owner().project())
                .put("node", container.node())
                .put("files", files)
                .put("directories", new JsonArray(new ArrayList<>(directories)));
    }

    private static JsonObject inline(Small small) {
        return entry(small.path(), small.size()).put("inline", small.base64());
    }

    private static JsonObject entry(String path, long size) {
        return new JsonObject().put("path", path).put("size", size);
    }
}
