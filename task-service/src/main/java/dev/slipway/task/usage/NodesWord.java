package dev.slipway.task.usage;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.reactive.Blocking;
import dev.slipway.task.task.Demand;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What nodes told of ends, read from the beginning of the topic; nothing is committed and nobody is disturbed. */
@ApplicationScoped
class NodesWord {
    private static final Duration POLL = Duration.ofMillis(500);
    /** Later than any end, and still a date to PostgreSQL. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Blocking blocking;
    private final String servers;

    NodesWord(Blocking blocking, @ConfigProperty(name = "kafka.bootstrap.servers") String servers) {
        this.blocking = blocking;
        this.servers = servers;
    }

    /**
     * The proved end of one attempt.
     *
     * @param startedAt empty where its process never ran
     * @param cpus 0 where that was not told
     */
    record End(
            long task,
            int attempt,
            String owner,
            String project,
            int cpus,
            int ramGb,
            int gpus,
            Optional<Instant> startedAt,
            Instant at) {}

    /**
     * All that is there now, given to {@code taker} some hundred at a time.
     *
     * @return since when nothing is missing: what is older may have left the topic
     */
    Uni<Instant> read(Function<List<End>, Uni<Void>> taker) {
        return blocking.call(this::open)
                .chain(reader -> rest(reader, taker).eventually(() -> blocking.run(reader::close)));
    }

    private Reader open() {
        var settings = Map.<String, Object>of("bootstrap.servers", servers, "max.poll.records", 500);
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        var partitions = consumer.partitionsFor(ContainerEvent.TOPIC).stream()
                .map(it -> new TopicPartition(it.topic(), it.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new Reader(consumer, consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }

    private Uni<Instant> rest(Reader reader, Function<List<End>, Uni<Void>> taker) {
        return Multi.createBy()
                .repeating()
                .uni(() -> blocking.call(reader::next).call(batch -> taker.apply(batch.ends())))
                .whilst(batch -> !batch.last())
                .collect()
                .last()
                .map(_ -> reader.since());
    }

    /** Some ends, and whether there are no more. */
    private record Batch(List<End> ends, boolean last) {}

    private static final class Reader {
        private final KafkaConsumer<String, String> consumer;
        private final Map<TopicPartition, Long> first;
        private final Map<TopicPartition, Long> last;
        private Instant since = Instant.EPOCH;

        Reader(
                KafkaConsumer<String, String> consumer,
                Map<TopicPartition, Long> first,
                Map<TopicPartition, Long> last) {
            this.consumer = consumer;
            this.first = first;
            this.last = last;
        }

        void close() {
            consumer.close();
        }

        Batch next() {
            var found = new ArrayList<End>();
            for (var told : consumer.poll(POLL)) {
                var partition = new TopicPartition(told.topic(), told.partition());
                if (told.offset() > 0 && Objects.equals(told.offset(), first.get(partition))) {
                    // Others have been before it.
                    since = later(since, Instant.ofEpochMilli(told.timestamp()));
                }
                end(told.value()).ifPresent(found::add);
            }
            return new Batch(
                    found, last.entrySet().stream().allMatch(it -> consumer.position(it.getKey()) >= it.getValue()));
        }

        /** Of a partition that is empty by now, too, something may have left. */
        Instant since() {
            return last.entrySet().stream()
                            .anyMatch(it -> it.getValue() > 0 && it.getValue().equals(first.get(it.getKey())))
                    ? NEVER
                    : since;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private static Optional<End> end(String json) {
            try {
                return switch (Contract.read(json, ContainerEvent.class)) {
                    case ContainerEvent.Collected it
                    when it.owner().isTask() ->
                        Optional.of(end(it, it.cpus(), it.memoryBytes(), it.gpus(), Optional.of(it.startedAt())));
                    case ContainerEvent.Failed it
                    when it.owner().isTask() -> Optional.of(end(it, 0, 0, 0, Optional.empty()));
                    default -> Optional.empty();
                };
            } catch (IllegalArgumentException e) {
                // What is no event told nothing; the reader of the channel has complained already.
                return Optional.empty();
            }
        }

        private static End end(ContainerEvent it, int cpus, long memoryBytes, int gpus, Optional<Instant> startedAt) {
            return new End(
                    Long.parseLong(it.owner().id()),
                    it.attempt(),
                    it.owner().account(),
                    it.owner().project(),
                    cpus,
                    Math.toIntExact(memoryBytes / Demand.GIB),
                    gpus,
                    startedAt,
                    it.at());
        }
    }
}
