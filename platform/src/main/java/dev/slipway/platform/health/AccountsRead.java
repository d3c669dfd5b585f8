package dev.slipway.platform.health;

import dev.slipway.platform.identity.KnownAccounts;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * A process is not ready before it has read what was said of accounts up to its start: until then it would take a token that
 * was revoked long ago.
 */
@Readiness
@ApplicationScoped
class AccountsRead implements AsyncHealthCheck {
    private final KnownAccounts accounts;
    private final KafkaClientService kafka;

    AccountsRead(KnownAccounts accounts, KafkaClientService kafka) {
        this.accounts = accounts;
        this.kafka = kafka;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return accounts.areHeard(kafka)
                .map(done ->
                        HealthCheckResponse.named("accounts read").status(done).build());
    }
}
