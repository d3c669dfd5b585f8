package dev.slipway.node.container;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.job.ImageAccounts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What images say of their accounts. An image never changes under its id, so each is asked once. */
@ApplicationScoped
class ImageAccountsCache {
    private static final String PASSWD = "/etc/passwd";
    private static final String GROUP = "/etc/group";
    private static final int MANY = 1000;

    private final ContainerEngine engine;
    private final Labels labels;
    private final Map<String, Uni<ImageAccounts>> known = new ConcurrentHashMap<>();

    ImageAccountsCache(ContainerEngine engine, Labels labels) {
        this.engine = engine;
        this.labels = labels;
    }

    Uni<ImageAccounts> of(String imageId) {
        if (known.size() > MANY) {
            known.clear();
        }
        return known.computeIfAbsent(imageId, id -> read(id).memoize().indefinitely())
                .onFailure()
                .invoke(() -> known.remove(imageId));
    }

    private Uni<ImageAccounts> read(String imageId) {
        return engine.readImage(imageId, List.of(PASSWD, GROUP), labels.ofReader())
                .map(files -> new ImageAccounts(text(files, PASSWD), text(files, GROUP)));
    }

    private static String text(Map<String, byte[]> files, String path) {
        return new String(files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
    }
}
