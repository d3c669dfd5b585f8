package dev.slipway.task.archive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When finished tasks are archived without being asked to. */
@ConfigMapping(prefix = "slipway.task.archive")
public interface ArchiveConfig {
    /**
     * Days after its end, GO-Docker's {@code clean_old}; 0 for never. Clients such as Galaxy read a finished task before it
     * may be archived: one day is the least that counts.
     */
    @WithDefault("30")
    int afterDays();

    /** How often that is looked for. */
    @WithDefault("10m")
    Duration every();

    /** Tasks in one transaction. */
    @WithDefault("500")
    int batch();

    /** How long one request goes on with batches; what is left is told. */
    @WithDefault("20s")
    Duration patience();
}
