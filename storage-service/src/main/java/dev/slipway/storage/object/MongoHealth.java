package dev.slipway.storage.object;

import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.bson.Document;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while MongoDB answers. The check that Quarkus brings opens a second, blocking client for it. */
@Readiness
@ApplicationScoped
class MongoHealth implements AsyncHealthCheck {
    private static final String NAME = "mongodb";

    private final ReactiveMongoClient client;

    MongoHealth(ReactiveMongoClient client) {
        this.client = client;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return client.getDatabase("storage")
                .runCommand(new Document("ping", 1))
                .map(_ -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(HealthCheckResponse.down(NAME));
    }
}
