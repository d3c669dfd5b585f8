package dev.slipway.backends;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private final Map<String, NewTopic> topics =
            Topics.listed().stream().collect(toMap(NewTopic::name, topic -> topic));

    @Test
    void whatTellsAStateIsCompacted() {
        assertThat(topics.values().stream()
                        .filter(topic -> topic.configs() != null)
                        .map(NewTopic::name))
                .containsExactlyInAnyOrder(
                        "account-events.v1", "project-events.v1", "node-events.v1", "image-events.v1");
    }

    @Test
    void everyTopicHasOneForItsDeadLetters() {
        assertThat(topics).hasSize(20);
        topics.keySet().stream().filter(name -> !name.endsWith(".dead")).forEach(name -> {
            assertThat(topics.get(name).numPartitions()).isEqualTo(4);
            assertThat(topics.get(name + ".dead").numPartitions()).isEqualTo(1);
        });
    }
}
