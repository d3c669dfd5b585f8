package dev.slipway.auth.credential;

import io.smallrye.config.ConfigMapping;

/** How secrets are kept. */
@ConfigMapping(prefix = "slipway.auth.credential")
public interface CredentialConfig {
    /** 32 random bytes in base64. All stored secrets are encrypted with it: whoever loses it loses them. */
    String masterKey();
}
