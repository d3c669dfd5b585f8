package dev.slipway.auth.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of the machine passwords may take. */
@ConfigMapping(prefix = "slipway.auth.password")
public interface PasswordConfig {
    /** Hashes computed at the same time; each takes a processor and 7 MiB for about a tenth of a second. */
    @WithDefault("2")
    int atOnce();

    /** Requests that may wait for their turn; the next is told to try again. */
    @WithDefault("400")
    int waiting();
}
