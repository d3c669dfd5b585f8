package dev.slipway.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of the suite, as topics.properties lists them. */
final class Topics {
    private static final short ONE_BROKER = 1;

    private Topics() {}

    /** Every listed topic and its dead-letter topic. */
    static List<NewTopic> listed() {
        var lines = new Properties();
        try (var file = Topics.class.getResourceAsStream("/topics.properties")) {
            lines.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var topics = new ArrayList<NewTopic>();
        lines.stringPropertyNames().forEach(name -> {
            topics.add(topic(name, lines.getProperty(name)));
            topics.add(deadLetters(name));
        });
        return topics;
    }

    private static NewTopic topic(String name, String form) {
        var parts = form.strip().split(",");
        var topic = new NewTopic(name, Optional.of(Integer.valueOf(parts[0].strip())), Optional.of(ONE_BROKER));
        boolean compact = parts.length > 1 && parts[1].strip().equals("compact");
        return compact
                ? topic.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))
                : topic;
    }

    private static NewTopic deadLetters(String name) {
        return new NewTopic(name + ".dead", Optional.of(1), Optional.of(ONE_BROKER));
    }
}
