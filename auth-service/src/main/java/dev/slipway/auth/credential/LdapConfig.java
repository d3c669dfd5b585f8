package dev.slipway.auth.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** A directory that knows passwords too. */
@ConfigMapping(prefix = "slipway.auth.ldap")
public interface LdapConfig {
    /** {@code ldap://host:389} or {@code ldaps://host:636}; without it no directory is asked. */
    Optional<String> url();

    /** Below which entry people are. */
    Optional<String> base();

    /** How a login finds its entry; {@code {login}} is replaced by it, escaped. */
    @WithDefault("(uid={login})")
    String filter();

    /** Who searches; without it nobody in particular. */
    Optional<String> bindDn();

    Optional<String> bindPassword();

    /** How long the directory may take for each answer. */
    @WithDefault("PT5S")
    Duration timeout();
}
