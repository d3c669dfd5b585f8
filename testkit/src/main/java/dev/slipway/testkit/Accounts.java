package dev.slipway.testkit;

import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.Limits;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Tells a service under test of accounts, as auth-service would. */
public final class Accounts {
    private Accounts() {}

    /** An active account of version 1 in project {@code default}, with a home. */
    public static void announce(String login, int uid) {
        announce(login, uid, 1, true);
    }

    /** The same with a version, which makes tokens of older ones worthless, and maybe disabled. */
    public static void announce(String login, int uid, long version, boolean active) {
        announce(login, uid, version, active, 50, Limits.NONE);
    }

    /** An active account with a priority and a quota. */
    public static void announce(String login, int uid, int priority, Limits limits) {
        announce(login, uid, 1, true, priority, limits);
    }

    /** An active account that is a member of these projects too. */
    public static void announce(String login, int uid, List<String> projects) {
        announce(login, uid, Limits.NONE, projects);
    }

    /** One with a quota that is a member of these projects too. */
    public static void announce(String login, int uid, Limits limits, List<String> projects) {
        var all = Stream.concat(Stream.of("default"), projects.stream()).toList();
        announce(login, uid, 1, true, 50, limits, all);
    }

    /** An active account with SSH keys. */
    public static void announce(String login, int uid, long version, List<String> publicKeys) {
        announce(login, uid, version, true, 50, Limits.NONE, List.of("default"), publicKeys);
    }

    private static void announce(String login, int uid, long version, boolean active, int priority, Limits limits) {
        announce(login, uid, version, active, priority, limits, List.of("default"));
    }

    private static void announce(
            String login, int uid, long version, boolean active, int priority, Limits limits, List<String> projects) {
        announce(login, uid, version, active, priority, limits, projects, List.of());
    }

    private static void announce(
            String login,
            int uid,
            long version,
            boolean active,
            int priority,
            Limits limits,
            List<String> projects,
            List<String> publicKeys) {
        var roles = login.equals("admin") ? List.of("user", "admin") : List.of("user");
        Kafka.publish(new AccountEvent.Changed(
                login,
                uid,
                uid,
                List.of(),
                login + "@example.org",
                "/srv/homes/" + login,
                roles,
                projects,
                active,
                version,
                Instant.now(),
                priority,
                limits,
                publicKeys,
                false));
    }
}
