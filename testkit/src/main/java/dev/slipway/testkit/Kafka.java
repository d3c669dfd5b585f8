package dev.slipway.testkit;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plays the other services on their topics. */
public final class Kafka {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Kafka() {}

    /** Sends an event as its service would; done when the broker has it. */
    public static void publish(Event event) {
        publish(event.topic(), event.key(), Contract.write(event));
    }

    /** Sends any text, also what is no event. */
    public static void publish(String topic, String key, String json) {
        try (var producer = new KafkaProducer<>(address(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, json)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first event on the family's topic that fits, from the beginning; waits up to a minute. */
    public static <E extends Event> E await(String topic, Class<E> family, Predicate<E> fits) {
        var until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            var found = all(topic, family).stream().filter(fits).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new AssertionError("No such %s on %s within %s".formatted(family.getSimpleName(), topic, PATIENCE));
    }

    /** All events on a topic now, each partition in order. */
    public static <E extends Event> List<E> all(String topic, Class<E> family) {
        var events = new ArrayList<E>();
        try (var consumer = new KafkaConsumer<>(reading(), new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (!reached(consumer, ends)) {
                consumer.poll(Duration.ofMillis(200)).forEach(it -> events.add(Contract.read(it.value(), family)));
            }
        }
        return events;
    }

    private static boolean reached(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Else closing it waits for a last fetch that waits for what may come: half a second for each look at a topic. */
    private static Properties reading() {
        var properties = address();
        properties.setProperty("fetch.max.wait.ms", "10");
        return properties;
    }

    private static Properties address() {
        var properties = new Properties();
        properties.setProperty("bootstrap.servers", System.getProperty(Backends.KAFKA_PROPERTY));
        return properties;
    }
}
