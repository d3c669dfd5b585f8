package dev.slipway.auth.account;

import dev.slipway.platform.identity.Caller;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody who may use the suite. Immutable: each change is a new account.
 *
 * @param roles {@code user} and, for administrators, {@code admin}
 * @param projects the projects it is a member of, {@code default} always among them
 * @param active false for one that may not do anything
 * @param version raised by whatever makes the tokens given so far worthless
 */
public record Account(
        Login login,
        UnixUser unix,
        Email email,
        SortedSet<String> roles,
        SortedSet<String> projects,
        boolean active,
        long version,
        Instant created,
        Instant changed) {
    /** The project of everybody. */
    public static final String DEFAULT_PROJECT = "default";

    public Account {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        projects = Collections.unmodifiableSortedSet(new TreeSet<>(projects));
    }

    /** A new one, active, in the default project. */
    static Account create(Login login, UnixUser unix, Email email, boolean admin, Instant now) {
        var roles = new TreeSet<String>();
        roles.add(Caller.USER);
        if (admin) {
            roles.add(Caller.ADMIN);
        }
        var projects = new TreeSet<String>();
        projects.add(DEFAULT_PROJECT);
        return new Account(login, unix, email, roles, projects, true, 1, now, now);
    }

    public boolean isAdmin() {
        return roles.contains(Caller.ADMIN);
    }

    /** Its tokens are worthless from now on; for a new key. */
    Account revoke(Instant now) {
        return new Account(login, unix, email, roles, projects, active, version + 1, created, now);
    }

    /** May not do anything any more. Tokens given so far stay worthless when it is enabled again. */
    Account disable(Instant now) {
        return active ? new Account(login, unix, email, roles, projects, false, version + 1, created, now) : this;
    }

    /** May use the suite again, with its key. */
    Account enable(Instant now) {
        return active ? this : new Account(login, unix, email, roles, projects, true, version, created, now);
    }
}
