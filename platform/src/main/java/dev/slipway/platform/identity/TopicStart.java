package dev.slipway.platform.identity;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Whether a process has heard what was on a topic when it started, which it reads from the beginning. Until then, what it does not know may
 * have been said. A record counts when it is handled: where a consumer stands tells only what it has fetched.
 */
final class TopicStart {
    private final String channel;
    private final String topic;
    private final Map<Integer, Long> handled = new ConcurrentHashMap<>();
    /** By partition, of those that are not empty. */
    private volatile @Nullable Map<Integer, Long> ends;

    private volatile boolean heard;

    TopicStart(String channel, String topic) {
        this.channel = channel;
        this.topic = topic;
    }

    void handled(ConsumerRecord<String, String> record) {
        if (!heard) {
            handled.put(record.partition(), record.offset() + 1);
        }
    }

    /** False also while Kafka does not say how far the topic goes. */
    Uni<Boolean> isHeard(KafkaClientService kafka) {
        if (heard) {
            return Uni.createFrom().item(true);
        }
        var consumer = kafka.<String, String>getConsumer(channel);
        return consumer == null
                ? Uni.createFrom().item(false)
                : consumer.runOnPollingThread((Consumer<String, String> it) -> look(it))
                        .onFailure()
                        .recoverWithItem(false);
    }

    private boolean look(Consumer<String, String> consumer) {
        if (consumer.assignment().isEmpty()) {
            return false;
        }
        var known = ends;
        if (known == null) {
            known = ends(consumer);
            ends = known;
        }
        heard = reaches(known);
        return heard;
    }

    /** Whether all before these offsets was handled. */
    boolean reaches(Map<Integer, Long> offsets) {
        return offsets.entrySet().stream().allMatch(it -> handled.getOrDefault(it.getKey(), 0L) >= it.getValue());
    }

    private Map<Integer, Long> ends(Consumer<String, String> consumer) {
        var partitions = consumer.partitionsFor(topic).stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .collect(Collectors.toSet());
        var first = consumer.beginningOffsets(partitions);
        return consumer.endOffsets(partitions).entrySet().stream()
                .filter(it -> it.getValue() > first.getOrDefault(it.getKey(), 0L))
                .collect(Collectors.toMap(it -> it.getKey().partition(), Map.Entry::getValue));
    }
}
