package dev.slipway.platform.health;

import dev.slipway.platform.contract.AccountEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * A process is not ready before it has read what was said of accounts up to its start: until then it would take a token that
 * was revoked long ago.
 */
@Readiness
@ApplicationScoped
class AccountsRead implements AsyncHealthCheck {
    private static final String CHANNEL = "accounts";

    private final KafkaClientService kafka;
    private volatile Map<TopicPartition, Long> toRead = Map.of();
    private volatile boolean read;

    AccountsRead(KafkaClientService kafka) {
        this.kafka = kafka;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return (read ? Uni.createFrom().item(true) : look())
                .map(done ->
                        HealthCheckResponse.named("accounts read").status(done).build());
    }

    private Uni<Boolean> look() {
        var consumer = kafka.<String, String>getConsumer(CHANNEL);
        return consumer == null
                ? Uni.createFrom().item(false)
                : consumer.runOnPollingThread((Consumer<String, String> it) -> hasRead(it))
                        .onFailure()
                        .recoverWithItem(false);
    }

    private boolean hasRead(Consumer<String, String> consumer) {
        if (consumer.assignment().isEmpty()) {
            return false;
        }
        if (toRead.isEmpty()) {
            toRead = consumer.endOffsets(consumer.partitionsFor(AccountEvent.TOPIC).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .collect(Collectors.toSet()));
        }
        // What a poll brought is handled before the next one: a position passed once more is a record handled.
        read = toRead.entrySet().stream()
                .allMatch(it ->
                        consumer.assignment().contains(it.getKey()) && consumer.position(it.getKey()) >= it.getValue());
        return read;
    }
}
