package dev.slipway.platform.identity;

import dev.slipway.platform.failure.Failure;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks auth-service: {@code POST /internal/key-token}, body {@code {"key":…,"login":…?}}, answer
 * {@code {"token":…,"expires_in":seconds}} or 404.
 */
@ApplicationScoped
@DefaultBean
class RemoteKeyExchange implements KeyExchange {
    private static final long PATIENCE_MILLIS = 5_000;

    private final WebClient client;
    private final ServiceConfig config;
    private final ServiceTokens tokens;

    RemoteKeyExchange(Vertx vertx, ServiceConfig config, ServiceTokens tokens) {
        this.client = WebClient.create(vertx);
        this.config = config;
        this.tokens = tokens;
    }

    @Override
    public Uni<Optional<Exchanged>> exchange(Optional<String> login, String key) {
        var body = new JsonObject().put("key", key);
        login.ifPresent(it -> body.put("login", it));
        return tokens.bearer()
                .chain(bearer -> client.postAbs(config.authUrl() + "/internal/key-token")
                        .putHeader("Authorization", bearer)
                        .timeout(PATIENCE_MILLIS)
                        .sendJsonObject(body))
                .map(RemoteKeyExchange::read);
    }

    private static Optional<Exchanged> read(HttpResponse<Buffer> response) {
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw Failure.unavailable("auth-service checks no keys: status " + response.statusCode());
        }
        var answer = response.bodyAsJsonObject();
        return Optional.of(
                new Exchanged(answer.getString("token"), Instant.now().plusSeconds(answer.getLong("expires_in"))));
    }
}
