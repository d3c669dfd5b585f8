package dev.slipway.auth.account;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody who may use the suite. Immutable: each change is a new account.
 *
 * @param projects the projects it is a member of, {@code default} always among them
 * @param guestOf for a guest, who was let in by an identity provider: the account under whose numbers it runs
 * @param version raised by whatever makes the tokens given so far worthless
 * @param lastLogin to the minute; absent when it never logged in
 * @param changed later with every change, so that of two states one is the newer
 */
public record Account(
        Login login,
        UnixUser unix,
        Profile profile,
        Rights rights,
        SortedSet<String> projects,
        AccountState state,
        Optional<Login> guestOf,
        long version,
        Instant created,
        Instant changed,
        Optional<Instant> lastLogin) {
    /** The project of everybody. */
    public static final String DEFAULT_PROJECT = "default";

    public Account {
        projects = Collections.unmodifiableSortedSet(new TreeSet<>(projects));
    }

    /** A new one in the default project. */
    static Account create(Login login, UnixUser unix, Profile profile, Rights rights, AccountState state, Instant now) {
        var projects = new TreeSet<String>();
        projects.add(DEFAULT_PROJECT);
        return new Account(
                login, unix, profile, rights, projects, state, Optional.empty(), 1, now, now, Optional.empty());
    }

    /** The same, running under the numbers of {@code host}. */
    Account asGuestOf(Account host) {
        return new Account(
                login,
                host.unix().withHome(unix.home()),
                profile,
                rights,
                projects,
                state,
                Optional.of(host.login),
                version,
                created,
                changed,
                lastLogin);
    }

    /** The first one after a deleted one of that login: no token of that one is ever good again. */
    Account after(long lastVersion) {
        return with(profile, rights, projects, state, lastVersion + 1, changed);
    }

    public Email email() {
        return profile.email();
    }

    public SortedSet<String> roles() {
        return rights.roles();
    }

    public boolean isAdmin() {
        return rights.isAdmin();
    }

    public boolean active() {
        return state == AccountState.ACTIVE;
    }

    public boolean isGuest() {
        return guestOf.isPresent();
    }

    /** Its tokens are worthless from now on; for a new key. */
    public Account revoke(Instant now) {
        return with(profile, rights, projects, state, version + 1, now);
    }

    /** May not do anything any more. Tokens given so far stay worthless when it is enabled again. */
    Account disable(Instant now) {
        return state == AccountState.DISABLED
                ? this
                : with(profile, rights, projects, AccountState.DISABLED, version + 1, now);
    }

    /** May use the suite, for the first time or again, with its key. */
    Account activate(Instant now) {
        return active() ? this : with(profile, rights, projects, AccountState.ACTIVE, version, now);
    }

    /** Says something else of itself. */
    Account describe(Profile other, Instant now) {
        return other.equals(profile) ? this : with(other, rights, projects, state, version, now);
    }

    /** May something else. Who may less than its tokens say gets new ones. */
    Account grant(Rights other, Instant now) {
        if (other.equals(rights)) {
            return this;
        }
        boolean less = isAdmin() && !other.isAdmin();
        return with(profile, other, projects, state, less ? version + 1 : version, now);
    }

    /** Has its home elsewhere. Files are not moved. */
    Account moveTo(String home, Instant now) {
        return home.equals(unix.home())
                ? this
                : new Account(
                        login,
                        unix.withHome(home),
                        profile,
                        rights,
                        projects,
                        state,
                        guestOf,
                        version,
                        created,
                        later(now),
                        lastLogin);
    }

    /** Is a member of one more project. */
    public Account join(String project, Instant now) {
        var more = new TreeSet<>(projects);
        return more.add(project) ? with(profile, rights, more, state, version, now) : this;
    }

    /** Is no member any more. Its tokens stay: services ask what they know of the account, not what an older token says. */
    public Account leave(String project, Instant now) {
        var fewer = new TreeSet<>(projects);
        return fewer.remove(project) ? with(profile, rights, fewer, state, version, now) : this;
    }

    private Account with(
            Profile newProfile,
            Rights newRights,
            SortedSet<String> newProjects,
            AccountState newState,
            long newVersion,
            Instant now) {
        return new Account(
                login,
                unix,
                newProfile,
                newRights,
                newProjects,
                newState,
                guestOf,
                newVersion,
                created,
                later(now),
                lastLogin);
    }

    /** Clocks step back; changes do not. */
    private Instant later(Instant now) {
        return now.isAfter(changed) ? now : changed.plusNanos(1000);
    }
}
