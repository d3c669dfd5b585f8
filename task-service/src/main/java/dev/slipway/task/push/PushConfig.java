package dev.slipway.task.push;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who may push figures. */
@ConfigMapping(prefix = "slipway.task.prometheus")
public interface PushConfig {
    /** GO-Docker's {@code prometheus_key}; without one, nobody may push. */
    Optional<String> key();
}
