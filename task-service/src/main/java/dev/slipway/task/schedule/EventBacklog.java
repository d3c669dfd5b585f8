package dev.slipway.task.schedule;

import dev.slipway.platform.contract.ContainerEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far our replicas have handled what nodes told. A node strikes an attempt from its list when it has told the end; until
 * that word is handled here, its silence proves nothing.
 */
@ApplicationScoped
class EventBacklog {
    private static final String CHANNEL = "container-events";

    private final KafkaClientService kafka;

    EventBacklog(KafkaClientService kafka) {
        this.kafka = kafka;
    }

    /** Everything told up to now. */
    Uni<Mark> mark() {
        return kafka.<String, String>getConsumer(CHANNEL)
                .runOnPollingThread((Consumer<String, String> it) -> new Mark(it.endOffsets(partitions(it))));
    }

    /** Whether all that a mark covers has been handled, by whichever replica. */
    Uni<Boolean> handled(Mark mark) {
        return kafka.<String, String>getConsumer(CHANNEL).runOnPollingThread((Consumer<String, String> it) -> {
            var committed = it.committed(Set.copyOf(mark.ends().keySet()));
            return mark.ends().entrySet().stream().allMatch(end -> {
                var done = committed.get(end.getKey());
                return (done == null ? 0 : done.offset()) >= end.getValue();
            });
        });
    }

    private static List<TopicPartition> partitions(Consumer<String, String> consumer) {
        return consumer.partitionsFor(ContainerEvent.TOPIC).stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
    }

    /** A place in the topic. */
    record Mark(Map<TopicPartition, Long> ends) {}
}
