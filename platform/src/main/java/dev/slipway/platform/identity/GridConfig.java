package dev.slipway.platform.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whose tokens Grid's routes take. */
@ConfigMapping(prefix = "slipway.grid")
public interface GridConfig {
    /** Grid's clients must be members of it: their token's scope has {@code user:memberof:<this>}, or its azp is this. */
    @WithDefault("slipway")
    String organisation();

    /** Where the keys of Grid's tokens are published, a JSON Web Key Set. */
    String keys();
}
