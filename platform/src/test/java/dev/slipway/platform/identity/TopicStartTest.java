package dev.slipway.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The start of a topic is heard when its last record of each partition is handled, not when it is fetched. */
class TopicStartTest {
    private final TopicStart start = new TopicStart("accounts", "account-events.v1");

    @Test
    void ofAnEmptyTopicAllIsHeard() {
        assertThat(start.reaches(Map.of())).isTrue();
    }

    @Test
    void itIsHeardWhenTheLastRecordOfEachPartitionIsHandled() {
        var ends = Map.of(0, 8L, 3, 2L);
        assertThat(start.reaches(ends)).isFalse();
        handled(0, 7);
        assertThat(start.reaches(ends)).isFalse();
        handled(3, 0);
        assertThat(start.reaches(ends)).isFalse();
        handled(3, 1);
        assertThat(start.reaches(ends)).isTrue();
        handled(0, 12);
        assertThat(start.reaches(ends)).isTrue();
    }

    private void handled(int partition, long offset) {
        start.handled(new ConsumerRecord<>("account-events.v1", partition, offset, "alice", "{}"));
    }
}
