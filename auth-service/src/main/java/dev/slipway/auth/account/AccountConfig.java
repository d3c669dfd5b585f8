package dev.slipway.auth.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How accounts begin. */
@ConfigMapping(prefix = "slipway.auth")
public interface AccountConfig {
    /** The API key of {@code admin}. Another one at a later start replaces it, and makes its tokens worthless. */
    String adminKey();

    /** Where homes are when an administrator names none: an absolute path, the login is added. */
    String homes();

    /** The lowest uid and gid that is chosen when an administrator names none. */
    @WithDefault("20001")
    int firstId();

    /** The highest one. */
    @WithDefault("1000000")
    int lastId();

    /** Whether people may ask for an account without having one. */
    SelfRegistration selfRegistration();

    /** How strangers may ask for an account. */
    interface SelfRegistration {
        /** Off: only administrators make accounts. */
        @WithDefault("false")
        boolean enabled();

        /** How often one block of addresses (IPv4 /24, IPv6 /48) may ask within {@link #window}. */
        @WithDefault("10")
        int perBlock();

        @WithDefault("PT1H")
        Duration window();

        /** Accounts that may wait for an administrator; more are refused until some are looked at. */
        @WithDefault("1000")
        int waiting();
    }
}
