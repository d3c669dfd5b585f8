package dev.slipway.platform.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class WantedTypesTest {
    private static final TopicPartition PARTITION = new TopicPartition("task-events.v1", 0);

    private final WantedTypes filter = new WantedTypes();

    WantedTypesTest() {
        filter.configure(Map.of(WantedTypes.SETTING, "task.archived,task.removed"));
    }

    @Test
    void onlyWhatIsWantedAndOneMarkAreHandedOver() {
        assertThat(offsets("task.submitted", "task.archived", "task.placed", "task.removed", "task.ended"))
                .containsExactly(1L, 3L, 4L);
        // The mark was just made.
        assertThat(offsets("task.submitted", "task.archived", "task.placed")).containsExactly(1L);
        assertThat(offsets("task.submitted")).isEmpty();
    }

    @Test
    void whatIsWantedAndLastIsHandedOverOnce() {
        assertThat(offsets("task.submitted", "task.archived")).containsExactly(1L);
    }

    @Test
    void whatDoesNotSayItsTypeIsWanted() {
        assertThat(offsets("", "task.placed", "")).containsExactly(0L, 2L);
    }

    private List<Long> offsets(String... types) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        for (var type : types) {
            records.add(record(records.size(), type));
        }
        var next = Map.of(PARTITION, new OffsetAndMetadata(types.length));
        var handed = filter.onConsume(new ConsumerRecords<>(Map.of(PARTITION, records), next));
        assertThat(handed.nextOffsets()).isEqualTo(next);
        return StreamSupport.stream(handed.spliterator(), false)
                .map(ConsumerRecord::offset)
                .toList();
    }

    private static ConsumerRecord<String, String> record(long offset, String type) {
        var headers = new RecordHeaders();
        if (!type.isEmpty()) {
            headers.add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        }
        return new ConsumerRecord<>(
                PARTITION.topic(),
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                1,
                1,
                "key",
                "{}",
                headers,
                Optional.empty());
    }
}
