package dev.slipway.task.task;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What a task may ask for. */
@ConfigMapping(prefix = "slipway.task")
public interface TaskConfig {
    /** Whether a task may run as root. */
    @WithDefault("false")
    boolean allowRoot();

    /** Names a task may give as its executor; the first is meant when it gives none. */
    @WithDefault("docker")
    List<String> executors();

    /** The image offered to who has none in mind. */
    @WithDefault("slipway/base:latest")
    String defaultImage();
}
