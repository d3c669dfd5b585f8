package dev.slipway.node.container;

import dev.slipway.node.job.Harvest;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.ServiceConfig;
import dev.slipway.platform.identity.ServiceTokens;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** storage-service, and the store itself for whole files. Whatever is not accepted fails as UNAVAILABLE: it is tried again. */
@ApplicationScoped
class StorageClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WebClient web;
    private final HttpClient files;
    private final ServiceConfig services;
    private final ServiceTokens tokens;
    private final Blocking blocking;

    StorageClient(Vertx vertx, ServiceConfig services, ServiceTokens tokens, Blocking blocking) {
        this.web = WebClient.create(vertx);
        this.files = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.services = services;
        this.tokens = tokens;
        this.blocking = blocking;
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

    /** Streams one file to where {@link #uploads} said. */
    Uni<Void> put(URI url, Path file) {
        return blocking.run(() -> {
            var request = java.net.http.HttpRequest.newBuilder(url)
                    .PUT(BodyPublishers.ofFile(file))
                    .build();
            var answer = files.send(request, BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException("the store answers %d to %s".formatted(answer.statusCode(), file.getFileName()));
            }
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
                .invoke(response -> {
                    if (response.statusCode() / 100 != 2) {
                        throw Failure.unavailable("storage-service answers " + response.statusCode());
                    }
                });
    }
}
