package dev.slipway.platform.outbox;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * How many events of this service no broker takes, by topic: somebody must look at them. They do not make it unready; the others
 * are sent.
 */
@Readiness
@ApplicationScoped
class UnsendableEvents implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Unsendable unsendable;

    UnsendableEvents(Unsendable unsendable) {
        this.unsendable = unsendable;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return counts().map(counts -> {
            var answer = HealthCheckResponse.named("unsendable events").up();
            counts.forEach(answer::withData);
            return answer.build();
        });
    }

    /** None while the database does not answer. */
    private Uni<Map<String, Long>> counts() {
        return unsendable
                .counts()
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(Map.of())
                .onFailure()
                .recoverWithItem(Map.of());
    }
}
