package dev.slipway.auth.account;

import io.smallrye.config.ConfigMapping;

/** How accounts begin. */
@ConfigMapping(prefix = "slipway.auth")
public interface AccountConfig {
    /** The API key of {@code admin}. Another one at a later start replaces it, and makes its tokens worthless. */
    String adminKey();

    /** Where homes are when an administrator names none: an absolute path, the login is added. */
    String homes();
}
