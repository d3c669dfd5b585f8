package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What every channel a service listens to must be told, as its configuration and the one all services share have it together. */
final class ChannelRules {
    private static final String INCOMING = "mp.messaging.incoming.";
    private static final String CONNECTOR = ".connector";
    private static final String PATIENCE = "throttled.unprocessed-record-max-age.ms";

    private ChannelRules() {}

    /** A record that waits for a backend may grow old: by default its channel would be closed for good after a minute. */
    static void check() {
        var config = config();
        assertThat(channels(config))
                .isNotEmpty()
                .allSatisfy(channel -> assertThat(value(config, channel, PATIENCE))
                        .as("%s of the channel %s", PATIENCE, channel)
                        .contains("0"));
    }

    private static List<String> channels(SmallRyeConfig config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(it -> it.startsWith(INCOMING) && it.endsWith(CONNECTOR))
                .map(it -> it.substring(INCOMING.length(), it.length() - CONNECTOR.length()))
                .toList();
    }

    /** As the connector looks for it: what is said of the channel comes before what is said of all. */
    private static Optional<String> value(SmallRyeConfig config, String channel, String name) {
        var connector = config.getValue(INCOMING + channel + CONNECTOR, String.class);
        return config.getOptionalValue(INCOMING + channel + "." + name, String.class)
                .or(() -> config.getOptionalValue(
                        "mp.messaging.connector.%s.%s".formatted(connector, name), String.class));
    }

    private static SmallRyeConfig config() {
        var loader = Thread.currentThread().getContextClassLoader();
        try {
            return new SmallRyeConfigBuilder()
                    .withSources(
                            new PropertiesConfigSource(
                                    loader.getResource("META-INF/microprofile-config.properties"), 100),
                            new PropertiesConfigSource(loader.getResource("application.properties"), 250))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
