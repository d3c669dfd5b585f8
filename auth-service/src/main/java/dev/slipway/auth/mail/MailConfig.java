package dev.slipway.auth.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** When mails leave. How they leave is in {@code quarkus.mailer}. */
@ConfigMapping(prefix = "slipway.mail")
public interface MailConfig {
    /** The SMTP server; without one nothing is sent. */
    Optional<String> host();

    /** The address they come from. */
    String from();

    /** Pause after the first failed try; it doubles with each, up to {@link #longestPause}. Longer than {@link #timeout}. */
    @WithDefault("PT30S")
    Duration firstPause();

    @WithDefault("PT1H")
    Duration longestPause();

    /** A try that has no answer by then has failed. */
    @WithDefault("PT20S")
    Duration timeout();

    /** A mail that could not be handed over for so long is given up. */
    @WithDefault("PT24H")
    Duration giveUp();

    /** How long the ids of mails that left are remembered, longer than any command waits in Kafka. */
    @WithDefault("P60D")
    Duration remember();
}
