package dev.slipway.auth.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long tokens live. */
@ConfigMapping(prefix = "slipway.auth.token")
public interface TokenConfig {
    /** Of people: long, because Galaxy asks for a token once when it starts and never again. A new key ends it at once. */
    @WithDefault("P180D")
    Duration accountLife();

    /** Of the other services: they ask again. */
    @WithDefault("PT10M")
    Duration serviceLife();
}
