package dev.slipway.storage.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How logs are followed. */
@ConfigMapping(prefix = "slipway.storage.log")
public interface LogConfig {
    /** Silence after which a follower gets a sign of life. */
    @WithDefault("15s")
    Duration heartbeat();

    /** Pause between two looks for what came to another replica. */
    @WithDefault("1s")
    Duration poll();

    /** Bytes one chunk may have. */
    @WithDefault("4194304")
    int chunk();
}
