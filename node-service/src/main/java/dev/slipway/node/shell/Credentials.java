package dev.slipway.node.shell;

import dev.slipway.platform.identity.ServiceConfig;
import dev.slipway.platform.identity.ServiceTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks auth-service whether an API key is an account's: {@code POST /internal/credentials}, 204 when it is. */
@ApplicationScoped
class Credentials {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int GOOD = 204;

    private final WebClient client;
    private final ServiceConfig config;
    private final ServiceTokens tokens;

    Credentials(Vertx vertx, ServiceConfig config, ServiceTokens tokens) {
        this.client = WebClient.create(vertx);
        this.config = config;
        this.tokens = tokens;
    }

    /** Whether the key is that account's, and the account may log in. */
    Uni<Boolean> areGood(String account, String apiKey) {
        return tokens.bearer()
                .chain(bearer -> client.postAbs(config.authUrl() + "/internal/credentials")
                        .putHeader("Authorization", bearer)
                        .timeout(PATIENCE_MILLIS)
                        .sendJsonObject(new JsonObject().put("login", account).put("apikey", apiKey)))
                .map(response -> response.statusCode() == GOOD);
    }
}
