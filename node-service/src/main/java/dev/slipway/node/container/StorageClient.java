package dev.slipway.node.container;

import dev.slipway.node.job.Harvest;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.ServiceConfig;
import dev.slipway.platform.identity.ServiceTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * storage-service. What it does not accept fails as UNAVAILABLE and is tried again; but as INVALID where it says that the
 * content is at fault, which will not be better the next time.
 */
@ApplicationScoped
class StorageClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<Integer> ABOUT_THE_CONTENT = Set.of(400, 413, 414, 422);

    private final WebClient web;
    private final ServiceConfig services;
    private final ServiceTokens tokens;

    StorageClient(Vertx vertx, ServiceConfig services, ServiceTokens tokens) {
        this.web = WebClient.create(vertx);
        this.services = services;
        this.tokens = tokens;
    }

    /** Bytes of one stream from an offset on; the same offset again replaces them. */
    Uni<Void> log(Owner owner, int attempt, String stream, long offset, byte[] bytes) {
        return send(
                        web.putAbs(url(owner, attempt, "logs/" + stream + "/" + offset))
                                .putHeader("Content-Type", "application/octet-stream")
                                .putHeader("X-Owner", owner.account())
                                .putHeader("X-Project", owner.project()),
                        request -> request.sendBuffer(Buffer.buffer(bytes)))
                .replaceWithVoid();
    }

    /** Where to put files, by their path. */
    Uni<Map<String, URI>> uploads(Owner owner, int attempt, List<Harvest.Kept> wanted) {
        var list = new JsonArray();
        wanted.forEach(it -> list.add(new JsonObject().put("path", it.path()).put("size", it.size())));
        var body = new JsonObject()
                .put("owner", owner.account())
                .put("project", owner.project())
                .put("files", list);
        return send(web.postAbs(url(owner, attempt, "uploads")), request -> request.sendJsonObject(body))
                .map(response -> {
                    var urls = new HashMap<String, URI>();
                    response.bodyAsJsonObject().getJsonArray("uploads").forEach(it -> {
                        var upload = (JsonObject) it;
                        urls.put(upload.getString("path"), URI.create(upload.getString("url")));
                    });
                    return urls;
                });
    }

    /** All that was kept of an attempt; from now on it is read from the store. */
    Uni<Void> manifest(Owner owner, int attempt, JsonObject manifest) {
        return send(web.putAbs(url(owner, attempt, "manifest")), request -> request.sendJsonObject(manifest))
                .replaceWithVoid();
    }

    private String url(Owner owner, int attempt, String rest) {
        return "%s/internal/tasks/%s/%d/%s".formatted(services.storageUrl(), owner.id(), attempt, rest);
    }

    private Uni<HttpResponse<Buffer>> send(
            HttpRequest<Buffer> request, Function<HttpRequest<Buffer>, Uni<HttpResponse<Buffer>>> sender) {
        return tokens.bearer()
                .chain(bearer ->
                        sender.apply(request.putHeader("Authorization", bearer).timeout(PATIENCE.toMillis())))
                .invoke(response -> judge(response.statusCode()));
    }

    private static void judge(int status) {
        var answer = "storage-service answers " + status;
        if (ABOUT_THE_CONTENT.contains(status)) {
            throw new Failure(Failure.Kind.INVALID, "storage.refused", answer);
        }
        if (status / 100 != 2) {
            throw Failure.unavailable(answer);
        }
    }
}
