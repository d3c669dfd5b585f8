package dev.slipway.task.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the queue is worked off. */
@ConfigMapping(prefix = "slipway.task.schedule")
public interface ScheduleConfig {
    /** Tasks placed in one transaction at most. */
    @WithDefault("200")
    int batch();

    /** How often the store is looked at for what no signal told, and the lease renewed. */
    @WithDefault("2s")
    Duration sweep();

    /** How far back a look goes: clocks of replicas may differ, and their transactions take time. */
    @WithDefault("10s")
    Duration overlap();

    /** How long a node may take to know of an attempt before its silence means something. */
    @WithDefault("30s")
    Duration grace();
}
