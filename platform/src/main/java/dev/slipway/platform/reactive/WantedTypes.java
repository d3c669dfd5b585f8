package dev.slipway.platform.reactive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Leaves out records of a busy topic whose type nobody here wants, before they cost anything: by the header {@code ce_type},
 * against the setting {@value #SETTING} of the channel, types with commas between them. A record without the header is wanted. So
 * that the committed offset goes on, too, the last record of a partition is handed over all the same, once in a while: readers
 * pass over it as they pass over types they do not know.
 */
public final class WantedTypes implements ConsumerInterceptor<String, String> {
    /** The name of the setting. */
    public static final String SETTING = "slipway.types";

    private static final String HEADER = "ce_type";
    private static final long ONCE_IN = Duration.ofSeconds(5).toNanos();

    private final Map<TopicPartition, Long> markedAt = new HashMap<>();
    private Set<String> types = Set.of();

    @Override
    public void configure(Map<String, ?> settings) {
        types = Set.of(String.valueOf(settings.get(SETTING)).split(",", -1));
    }

    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> all) {
        var wanted = new HashMap<TopicPartition, List<ConsumerRecord<String, String>>>();
        for (var partition : all.partitions()) {
            var records = all.records(partition);
            var chosen = new ArrayList<ConsumerRecord<String, String>>();
            records.stream().filter(this::isWanted).forEach(chosen::add);
            var last = records.getLast();
            if (!chosen.isEmpty() && chosen.getLast().offset() == last.offset()) {
                markedAt.put(partition, System.nanoTime());
            } else if (isDue(partition)) {
                chosen.add(last);
            }
            if (!chosen.isEmpty()) {
                wanted.put(partition, chosen);
            }
        }
        return new ConsumerRecords<>(wanted, all.nextOffsets());
    }

    private boolean isWanted(ConsumerRecord<String, String> record) {
        var type = record.headers().lastHeader(HEADER);
        return type == null || types.contains(new String(type.value(), StandardCharsets.UTF_8));
    }

    private boolean isDue(TopicPartition partition) {
        var now = System.nanoTime();
        var before = markedAt.get(partition);
        if (before != null && now - before < ONCE_IN) {
            return false;
        }
        markedAt.put(partition, now);
        return true;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
