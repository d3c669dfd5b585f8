package dev.slipway.task.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How usage is counted. */
@ConfigMapping(prefix = "slipway.task.usage")
public interface UsageConfig {
    /** Days that count, today among them; GO-Docker's {@code user_reset_usage_duration}. */
    @WithDefault("30")
    int windowDays();

    /**
     * After how many days use counts half for its owner's place in the queue, a quarter after twice as many; then all use counts,
     * not that of the window only. 0: use counts whole as long as the window. Quotas always count the window.
     */
    @WithDefault("0")
    double halfLifeDays();
}
