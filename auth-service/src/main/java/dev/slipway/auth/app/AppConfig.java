package dev.slipway.auth.app;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How applications prove themselves. */
@ConfigMapping(prefix = "slipway.auth.app")
public interface AppConfig {
    /** What applications sign their question with, at least 32 characters; without it none is answered. */
    Optional<String> sharedSecret();
}
