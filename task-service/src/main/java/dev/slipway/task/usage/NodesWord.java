package dev.slipway.task.usage;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.reactive.Blocking;
import dev.slipway.task.task.Demand;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What nodes told of starts and ends, read from the beginning of the topic; nothing is committed and nobody is disturbed. */
@ApplicationScoped
class NodesWord {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Later than any end, and still a date to PostgreSQL. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Blocking blocking;
    private final String servers;

    NodesWord(Blocking blocking, @ConfigProperty(name = "kafka.bootstrap.servers") String servers) {
        this.blocking = blocking;
        this.servers = servers;
    }

    /** The process of an attempt runs. */
    record Start(long task, int attempt, Instant at) {}

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

    /** Some of what was told, in order. */
    record Words(List<Start> starts, List<End> ends) {}

    /**
     * All that is there now, given to {@code taker} some hundred at a time. Fails with UNAVAILABLE when nothing more of it comes
     * for half a minute.
     *
     * @return since when nothing is missing: what is older may have left the topic
     */
    Uni<Instant> read(Function<Words, Uni<Void>> taker) {
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
        return new Reader(consumer, consumer.endOffsets(partitions));
    }

    private Uni<Instant> rest(Reader reader, Function<Words, Uni<Void>> taker) {
        return Multi.createBy()
                .repeating()
                .uni(() -> blocking.call(reader::next).call(batch -> taker.apply(batch.words())))
                .whilst(batch -> !batch.last())
                .collect()
                .last()
                .map(_ -> reader.since());
    }

    /** Some words, and whether there are no more. */
    private record Batch(Words words, boolean last) {}

    private static final class Reader {
        private final KafkaConsumer<String, String> consumer;
        private final Map<TopicPartition, Long> ends;
        private final Set<TopicPartition> seen = new HashSet<>();
        private Instant since = Instant.EPOCH;
        private long progressAt = System.nanoTime();

        Reader(KafkaConsumer<String, String> consumer, Map<TopicPartition, Long> ends) {
            this.consumer = consumer;
            this.ends = ends;
        }

        void close() {
            consumer.close();
        }

        Batch next() {
            var words = new Words(new ArrayList<>(), new ArrayList<>());
            var records = consumer.poll(POLL);
            for (var told : records) {
                if (seen.add(new TopicPartition(told.topic(), told.partition())) && told.offset() > 0) {
                    // Others have been before it.
                    since = later(since, Instant.ofEpochMilli(told.timestamp()));
                }
                take(told.value(), words);
            }
            var last = ends.entrySet().stream().allMatch(it -> consumer.position(it.getKey()) >= it.getValue());
            checkProgress(last || !records.isEmpty());
            return new Batch(words, last);
        }

        /** A transaction is open meanwhile. */
        private void checkProgress(boolean any) {
            if (any) {
                progressAt = System.nanoTime();
            } else if (System.nanoTime() - progressAt > PATIENCE.toNanos()) {
                throw Failure.unavailable("What nodes told cannot be read to its end");
            }
        }

        /** Of a partition that is empty by now, too, something may have left. */
        Instant since() {
            return ends.entrySet().stream().allMatch(it -> it.getValue() == 0 || seen.contains(it.getKey()))
                    ? since
                    : NEVER;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private static void take(String json, Words words) {
            try {
                switch (Contract.read(json, ContainerEvent.class)) {
                    case ContainerEvent.Started it
                    when it.owner().isTask() ->
                        words.starts().add(new Start(Long.parseLong(it.owner().id()), it.attempt(), it.at()));
                    case ContainerEvent.Collected it
                    when it.owner().isTask() ->
                        words.ends().add(end(it, it.cpus(), it.memoryBytes(), it.gpus(), Optional.of(it.startedAt())));
                    case ContainerEvent.Failed it
                    when it.owner().isTask() -> words.ends().add(end(it, 0, 0, 0, Optional.empty()));
                    default -> {}
                }
            } catch (IllegalArgumentException e) {
                // What is no event told nothing; the reader of the channel has complained already.
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
