package dev.slipway.auth.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

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
    String[] roles;
    String[] projects;
    boolean active;
    long version;
    Instant created;
    Instant changed;

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
        roles = account.roles().toArray(String[]::new);
        projects = account.projects().toArray(String[]::new);
        active = account.active();
        version = account.version();
        created = account.created();
        changed = account.changed();
    }

    Account toAccount() {
        return new Account(
                new Login(login),
                new UnixUser(uid, gid, List.of(groups), home),
                new Email(email),
                new TreeSet<>(Arrays.asList(roles)),
                new TreeSet<>(Arrays.asList(projects)),
                active,
                version,
                created,
                changed);
    }
}
