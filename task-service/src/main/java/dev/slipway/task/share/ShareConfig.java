package dev.slipway.task.share;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What tokens about tasks are made of. */
@ConfigMapping(prefix = "slipway.task.share")
public interface ShareConfig {
    /** The key of the suite; share tokens are derived from it. */
    String key();

    /** GO-Docker's {@code shared_secret_passphrase}: what services outside the suite check our task tokens with. */
    Optional<String> sharedSecret();

    /** How long such a task token counts. */
    @WithDefault("5m")
    Duration tokenLife();

    /** Shares a task may have that are not revoked. */
    @WithDefault("100")
    int most();
}
