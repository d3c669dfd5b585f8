package dev.slipway.gateway.peer;

import dev.slipway.gateway.route.Origin;
import dev.slipway.gateway.route.Origins;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The services, as far as we ask them something ourselves. */
@ApplicationScoped
public class Peers {
    private final Origins origins;
    private final WebClient client;

    Peers(Origins origins, Vertx vertx) {
        this.origins = origins;
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout(2_000)
                        .setMaxPoolSize(4)
                        .setFollowRedirects(false));
    }

    /** What a service answered. */
    public record Reply(int status, String body) {}

    /** Asks one service. */
    public Uni<Reply> get(Origin origin, String uri, Duration patience) {
        return client.get(origin.port(), origin.host(), uri)
                .timeout(patience.toMillis())
                .send()
                .map(it -> new Reply(it.statusCode(), it.bodyAsString() == null ? "" : it.bodyAsString()));
    }

    /** Asks all at once; the answers are in the order of the services. */
    public <T> Uni<List<T>> each(Function<Origin, Uni<T>> question) {
        return Uni.join().all(origins.all().stream().map(question).toList()).andFailFast();
    }
}
