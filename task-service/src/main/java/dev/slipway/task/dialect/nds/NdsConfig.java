package dev.slipway.task.dialect.nds;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What NDS Labs jobs may ask for. */
@ConfigMapping(prefix = "slipway.nds")
public interface NdsConfig {
    /** The word that allows every image. */
    String OPEN = "open";

    /** Images a job may use, as {@code name} for all of its tags or {@code name:tag}; {@value #OPEN} for any. */
    @WithDefault(OPEN)
    List<String> images();
}
