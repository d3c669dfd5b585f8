package dev.slipway.task.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How usage is counted. */
@ConfigMapping(prefix = "slipway.task.usage")
public interface UsageConfig {
    /** Days that count, today among them; GO-Docker's {@code user_reset_usage_duration}. */
    @WithDefault("30")
    int windowDays();
}
