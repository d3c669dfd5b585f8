package dev.slipway.node.shell;

import dev.slipway.platform.identity.ServiceConfig;
import dev.slipway.platform.identity.ServiceTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Asks auth-service whether an API key is an account's: {@code POST /internal/credentials}, 200 when it is. */
@ApplicationScoped
class Credentials {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int GOOD = 200;

    private final WebClient client;
    private final ServiceConfig config;
    private final ServiceTokens tokens;

    Credentials(Vertx vertx, ServiceConfig config, ServiceTokens tokens) {
        this.client = WebClient.create(vertx);
        this.config = config;
        this.tokens = tokens;
    }

    /** A key that opens: a named one by its id, empty for the account's own. */
    record Good(Optional<String> key) {}

    /**
     * What is known of the key; empty when it is not that account's, or the account may not log in.
     *
     * @param address where whoever showed it is
     */
    Uni<Optional<Good>> check(String account, String apiKey, String address) {
        var shown = new JsonObject().put("login", account).put("apikey", apiKey).put("address", address);
        return tokens.bearer()
                .chain(bearer -> client.postAbs(config.authUrl() + "/internal/credentials")
                        .putHeader("Authorization", bearer)
                        .timeout(PATIENCE_MILLIS)
                        .sendJsonObject(shown))
                .map(response -> response.statusCode() == GOOD
                        ? Optional.of(new Good(
                                Optional.ofNullable(response.bodyAsJsonObject().getString("key"))))
                        : Optional.empty());
    }
}
