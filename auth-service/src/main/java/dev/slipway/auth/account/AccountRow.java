package dev.slipway.auth.account;

import dev.slipway.platform.contract.Limits;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An account as stored. */
@Entity
@Table(name = "account")
class AccountRow {
    @Id
    String login;

    int uid;
    int gid;

    @Column(name = "extra_groups")
    Integer[] groups;

    String home;
    String email;

    @Column(name = "display_name")
    String displayName;

    @Column(name = "public_keys")
    String[] publicKeys;

    String[] roles;
    String[] projects;
    int priority;

    @Column(name = "limit_seconds")
    long seconds;

    @Column(name = "limit_cpus")
    long cpus;

    @Column(name = "limit_ram_gb")
    long ramGb;

    @Column(name = "limit_gpus")
    long gpus;

    @Column(name = "limit_disk_bytes")
    long diskBytes;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    AccountState state;

    @Column(name = "bound_to")
    @Nullable
    String boundTo;

    long version;
    Instant created;
    Instant changed;

    /** Written by a statement of its own: logging in changes nothing others should wait for. */
    @Column(name = "last_login", insertable = false, updatable = false)
    @Nullable
    Instant lastLogin;

    static AccountRow of(Account account) {
        var row = new AccountRow();
        row.login = account.login().text();
        row.take(account);
        return row;
    }

    final void take(Account account) {
        uid = account.unix().uid();
        gid = account.unix().gid();
        groups = account.unix().groups().toArray(Integer[]::new);
        home = account.unix().home();
        email = account.email().text();
        displayName = account.profile().displayName();
        publicKeys = account.profile().publicKeys().toArray(String[]::new);
        roles = account.roles().toArray(String[]::new);
        projects = account.projects().toArray(String[]::new);
        priority = account.rights().priority();
        takeLimits(account.rights().limits());
        state = account.state();
        boundTo = account.guestOf().map(Login::text).orElse(null);
        version = account.version();
        created = account.created();
        changed = account.changed();
    }

    private void takeLimits(Limits limits) {
        seconds = limits.seconds();
        cpus = limits.cpus();
        ramGb = limits.ramGb();
        gpus = limits.gpus();
        diskBytes = limits.diskBytes();
    }

    Account toAccount() {
        return new Account(
                new Login(login),
                new UnixUser(uid, gid, List.of(groups), home),
                new Profile(displayName, new Email(email), List.of(publicKeys)),
                new Rights(
                        new TreeSet<>(Arrays.asList(roles)),
                        priority,
                        new Limits(seconds, cpus, ramGb, gpus, diskBytes)),
                new TreeSet<>(Arrays.asList(projects)),
                state,
                Optional.ofNullable(boundTo).map(Login::new),
                version,
                created,
                changed,
                Optional.ofNullable(lastLogin));
    }
}
