package dev.slipway.task.usage;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.reactive.Blocking;
import dev.slipway.task.usage.Recount.Difference;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final Blocking blocking;
    private final String servers;

    NodesWord(Blocking blocking, @ConfigProperty(name = "kafka.bootstrap.servers") String servers) {
        this.blocking = blocking;
        this.servers = servers;
    }

    /** The proved end of one attempt. */
    record End(long task, int attempt, String owner, String project, Instant at) {}

    /** How many ends were read, and which of them the ledger does not know as they were told. */
    record Told(long ends, List<Difference> differences) {}

    /** All that is there now, given to {@code check} some hundred at a time. */
    Uni<Told> read(Function<List<End>, Uni<List<Difference>>> check, int most) {
        return blocking.call(this::open)
                .chain(reader -> rest(reader, check, most, new Told(0, List.of()))
                        .eventually(() -> blocking.run(reader.consumer()::close)));
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

    private Uni<Told> rest(Reader reader, Function<List<End>, Uni<List<Difference>>> check, int most, Told before) {
        return blocking.call(reader::next)
                .chain(batch -> check.apply(batch.ends())
                        .map(found -> plus(before, batch, found, most))
                        .chain(told -> batch.last() ? Uni.createFrom().item(told) : rest(reader, check, most, told)));
    }

    private static Told plus(Told before, Batch batch, List<Difference> found, int most) {
        var differences = new ArrayList<>(before.differences());
        found.stream().limit(Math.max(0, most - differences.size())).forEach(differences::add);
        return new Told(before.ends() + batch.ends().size(), differences);
    }

    /** Some ends, and whether there are no more. */
    private record Batch(List<End> ends, boolean last) {}

    private record Reader(KafkaConsumer<String, String> consumer, Map<TopicPartition, Long> ends) {
        Batch next() {
            var found = new ArrayList<End>();
            consumer.poll(POLL).forEach(it -> end(it.value()).ifPresent(found::add));
            return new Batch(
                    found, ends.entrySet().stream().allMatch(it -> consumer.position(it.getKey()) >= it.getValue()));
        }

        private static Optional<End> end(String json) {
            try {
                return Contract.read(json, ContainerEvent.class) instanceof ContainerEvent.Collected it
                                && it.owner().isTask()
                        ? Optional.of(new End(
                                Long.parseLong(it.owner().id()),
                                it.attempt(),
                                it.owner().account(),
                                it.owner().project(),
                                it.at()))
                        : Optional.empty();
            } catch (IllegalArgumentException e) {
                // What is no event told nothing; the reader of the channel has complained already.
                return Optional.empty();
            }
        }
    }
}
