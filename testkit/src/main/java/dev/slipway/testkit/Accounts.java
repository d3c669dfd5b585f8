package dev.slipway.testkit;

import dev.slipway.platform.contract.AccountEvent;
import java.time.Instant;
import java.util.List;

/** Tells a service under test of accounts, as auth-service would. */
public final class Accounts {
    private Accounts() {}

    /** An active account of version 1 in project {@code default}, with a home. */
    public static void announce(String login, int uid) {
        announce(login, uid, 1, true);
    }

    /** The same with a version, which makes tokens of older ones worthless, and maybe disabled. */
    public static void announce(String login, int uid, long version, boolean active) {
        var roles = login.equals("admin") ? List.of("user", "admin") : List.of("user");
        Kafka.publish(new AccountEvent.Changed(
                login,
                uid,
                uid,
                List.of(),
                login + "@example.org",
                "/srv/homes/" + login,
                roles,
                List.of("default"),
                active,
                version,
                Instant.now()));
    }
}
