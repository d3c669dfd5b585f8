package dev.slipway.platform.identity;

import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The token this service shows to the others. auth-service gives it for the shared secret:
 * {@code POST /internal/service-token}, header {@code X-Service-Secret}, body {@code {"service":"node-service"}}, answer
 * {@code {"token":…,"expires_in":seconds}}.
 */
@ApplicationScoped
public class ServiceTokens {
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final WebClient client;
    private final ServiceConfig config;
    private final String name;
    private volatile Held held = new Held("", Instant.EPOCH);

    ServiceTokens(Vertx vertx, ServiceConfig config, @ConfigProperty(name = "quarkus.application.name") String name) {
        this.client = WebClient.create(vertx);
        this.config = config;
        this.name = name;
    }

    /** The value of an {@code Authorization} header. */
    public Uni<String> bearer() {
        var now = held;
        return Instant.now().isBefore(now.until()) ? Uni.createFrom().item(now.header()) : fetch();
    }

    private Uni<String> fetch() {
        return client.postAbs(config.authUrl() + "/internal/service-token")
                .putHeader("X-Service-Secret", config.secret())
                .timeout(5_000)
                .sendJsonObject(new JsonObject().put("service", name))
                .map(response -> {
                    if (response.statusCode() != 200) {
                        throw Failure.unavailable("auth-service gives no token: status " + response.statusCode());
                    }
                    return keep(response.bodyAsJsonObject());
                });
    }

    private String keep(JsonObject answer) {
        var until = Instant.now().plusSeconds(answer.getLong("expires_in")).minus(MARGIN);
        var fresh = new Held("Bearer " + answer.getString("token"), until);
        held = fresh;
        return fresh.header();
    }

    private record Held(String header, Instant until) {}
}
