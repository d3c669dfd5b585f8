package dev.slipway.platform.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * How many events this service could not handle, by dead-letter topic: somebody must look at them. They do not make it unready;
 * what can be handled is.
 */
@Readiness
@ApplicationScoped
class DeadLetters implements AsyncHealthCheck {
    private static final String CHANNEL = "accounts";
    private static final String INCOMING = "mp.messaging.incoming.";
    private static final String SETTING = ".dead-letter-queue.topic";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final KafkaClientService kafka;
    private final Set<String> topics;

    DeadLetters(KafkaClientService kafka, Config config) {
        this.kafka = kafka;
        this.topics = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(it -> it.startsWith(INCOMING) && it.endsWith(SETTING))
                .map(it -> config.getValue(it, String.class))
                .collect(Collectors.toSet());
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return counts().map(counts -> {
            var answer = HealthCheckResponse.named("dead letters").up();
            counts.forEach(answer::withData);
            return answer.build();
        });
    }

    /** Empty topics are left out, and all are while Kafka does not answer. */
    private Uni<Map<String, Long>> counts() {
        var consumer = kafka.<String, String>getConsumer(CHANNEL);
        return consumer == null || topics.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : consumer.runOnPollingThread((Consumer<String, String> it) -> count(it))
                        .ifNoItem()
                        .after(PATIENCE)
                        .recoverWithItem(Map.of())
                        .onFailure()
                        .recoverWithItem(Map.of());
    }

    private Map<String, Long> count(Consumer<String, String> consumer) {
        var partitions = topics.stream()
                .flatMap(it -> consumer.partitionsFor(it, PATIENCE).stream())
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        var begin = consumer.beginningOffsets(partitions, PATIENCE);
        var counts = new TreeMap<String, Long>();
        consumer.endOffsets(partitions, PATIENCE)
                .forEach((partition, end) ->
                        counts.merge(partition.topic(), end - begin.getOrDefault(partition, 0L), Long::sum));
        counts.values().removeIf(it -> it == 0);
        return counts;
    }
}
