package dev.slipway.platform.outbox;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Event;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Sends records with CloudEvents headers (id, type, source, time; Kafka binding 1.0, binary mode). */
@ApplicationScoped
public class EventSender {
    private final MutinyEmitter<String> records;
    private final String source;

    EventSender(
            @Channel("events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<String> records,
            @ConfigProperty(name = "quarkus.application.name") String source) {
        this.records = records;
        this.source = source;
    }

    /** Done when the broker has it. For facts that need no outbox, such as heartbeats. */
    public Uni<Void> send(Event event) {
        return send(UUID.randomUUID().toString(), event.topic(), event.key(), Contract.write(event), Instant.now());
    }

    /** Done when the broker has it. Records sent one after the other with the same key keep their order. */
    public Uni<Void> send(String id, String topic, String key, String json, Instant time) {
        var headers = new RecordHeaders();
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id,
                        "ce_type",
                        Contract.typeOf(json),
                        "ce_source",
                        "/" + source,
                        "ce_time",
                        time.toString(),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(topic)
                .withKey(key)
                .withHeaders(headers)
                .build();
        return records.sendMessage(Message.of(json).addMetadata(metadata));
    }
}
