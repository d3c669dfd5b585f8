package dev.slipway.storage.object;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.ServiceTokens;
import dev.slipway.storage.blob.ByteStream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The job directory of a task that runs, read through the node that runs it. */
@ApplicationScoped
class NodeFiles {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client;
    private final KnownNodes nodes;
    private final ServiceTokens tokens;

    NodeFiles(Vertx vertx, KnownNodes nodes, ServiceTokens tokens) {
        this.client = vertx.createHttpClient();
        this.nodes = nodes;
        this.tokens = tokens;
    }

    /** Fails with NOT_FOUND where the node has nothing, and with UNAVAILABLE where it does not answer. */
    Uni<Found> open(Place place, FilePath path) {
        var url = place.node().flatMap(nodes::url);
        if (url.isEmpty()) {
            return Uni.createFrom().failure(silent());
        }
        var address =
                "%s/internal/jobs/%s/%d/files/%s".formatted(url.get(), place.task(), place.attempt(), encode(path));
        return tokens.bearer()
                .chain(bearer -> ask(address, bearer, path))
                .onFailure(fault -> !(fault instanceof Failure))
                .transform(_ -> silent());
    }

    private Uni<Found> ask(String address, String bearer, FilePath path) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address)
                .setConnectTimeout(PATIENCE.toMillis())
                .putHeader("Authorization", bearer);
        return client.request(options)
                .chain(request -> request.send()
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail()
                        .onFailure()
                        .invoke(() -> request.reset())
                        .chain(response -> read(request, response, path)));
    }

    private static Uni<Found> read(HttpClientRequest request, HttpClientResponse response, FilePath path) {
        var type = response.getHeader("Content-Type");
        if (response.statusCode() == 200 && type != null && type.startsWith("application/json")) {
            return response.body().map(NodeFiles::toDirectory);
        }
        if (response.statusCode() == 200) {
            response.pause();
            return Uni.createFrom().item(toFile(request, response, path));
        }
        return response.body()
                .chain(_ -> Uni.createFrom()
                        .failure(response.statusCode() == 404 ? Failure.notFound("file", path) : silent()));
    }

    private static Found toDirectory(Buffer body) {
        var entries = new JsonArray(body.getDelegate())
                .stream()
                        .map(JsonObject.class::cast)
                        .map(it -> new Entry(
                                it.getString("name"), "dir".equals(it.getString("type")), it.getLong("size", 0L)))
                        .toList();
        return new Found.Directory(entries);
    }

    private static Found toFile(HttpClientRequest request, HttpClientResponse response, FilePath path) {
        var length = response.getHeader("Content-Length");
        // A connection that breaks before anybody reads tells it once: it must be heard from the beginning.
        var broken = new AtomicReference<@Nullable Throwable>();
        response.exceptionHandler(broken::set);
        var chunks = response.toMulti()
                .onSubscription()
                .call(() -> failed(broken.get()))
                .map(Buffer::getBytes)
                .onCancellation()
                .invoke(() -> request.reset());
        return new Found.File(
                path.name(),
                new ByteStream(
                        length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length)), chunks));
    }

    private static Uni<Void> failed(@Nullable Throwable fault) {
        return fault == null ? Uni.createFrom().voidItem() : Uni.createFrom().failure(fault);
    }

    private static String encode(FilePath path) {
        return URLEncoder.encode(path.text(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private static Failure silent() {
        return Failure.unavailable("The node that runs the task does not answer");
    }
}
