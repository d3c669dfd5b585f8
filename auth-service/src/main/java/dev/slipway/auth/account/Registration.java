package dev.slipway.auth.account;

import dev.slipway.auth.credential.ApiKey;
import dev.slipway.auth.credential.Credentials;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How accounts come to be. */
@ApplicationScoped
public class Registration {
    private static final Login ADMIN = new Login("admin");
    private static final int ADMIN_ID = 20_000;
    private static final int FIRST_ID = 20_001;

    private final AccountRepository repository;
    private final AccountChanges changes;
    private final Credentials credentials;
    private final AccountConfig config;
    private final InstantSource clock;

    Registration(
            AccountRepository repository,
            AccountChanges changes,
            Credentials credentials,
            AccountConfig config,
            InstantSource clock) {
        this.repository = repository;
        this.changes = changes;
        this.credentials = credentials;
        this.config = config;
        this.clock = clock;
    }

    /** Makes an account; for administrators. */
    @WithTransaction
    public Uni<IssuedKey> register(NewAccount wanted, Caller caller) {
        caller.mustBeAdmin();
        return repository
                .lockCreation()
                .chain(() -> mustBeNew(wanted.login()))
                .chain(() -> unixUser(wanted))
                .map(unix -> Account.create(wanted.login(), unix, wanted.email(), wanted.admin(), clock.instant()))
                .chain(changes::insert)
                .chain(account -> credentials.renew(account.login().text()).map(key -> new IssuedKey(account, key)));
    }

    /** At each start: the account {@code admin} exists, and has the key of the settings if they name another than last time. */
    @WithTransaction
    public Uni<Void> ensureAdmin(ApiKey key) {
        return repository
                .lockCreation()
                .chain(() -> repository.find(ADMIN))
                .chain(found -> found.isPresent()
                        ? repository.lock(ADMIN).chain(admin -> takeKey(admin, key))
                        : changes.insert(Account.create(
                                        ADMIN,
                                        new UnixUser(ADMIN_ID, ADMIN_ID, List.of(), homeOf(ADMIN)),
                                        Email.NONE,
                                        true,
                                        clock.instant()))
                                .call(() -> credentials.configure(ADMIN.text(), key)))
                .replaceWithVoid();
    }

    private Uni<Account> takeKey(Account admin, ApiKey key) {
        return credentials
                .configure(admin.login().text(), key)
                .chain(isNew -> isNew
                        ? changes.update(admin, admin.revoke(clock.instant()))
                        : Uni.createFrom().item(admin));
    }

    private Uni<Void> mustBeNew(Login login) {
        if (login.text().equals("root")) {
            throw Failure.invalid("login", "root is the machine's own");
        }
        return repository
                .find(login)
                .invoke(found -> {
                    if (found.isPresent()) {
                        throw Failure.conflict("account.exists", "There is an account %s already".formatted(login));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<UnixUser> unixUser(NewAccount wanted) {
        var home = wanted.home().orElseGet(() -> homeOf(wanted.login()));
        return id(UnixId.UID, wanted.uid(), Optional.empty())
                .chain(uid -> id(UnixId.GID, wanted.gid(), Optional.of(uid))
                        .map(gid -> new UnixUser(uid, gid, List.of(), home)));
    }

    /** The number asked for, which must be free; else the one that would be nice, if it is free; else the next free one. */
    private Uni<Integer> id(UnixId kind, Optional<Integer> asked, Optional<Integer> nice) {
        var first = asked.or(() -> nice);
        if (first.isEmpty()) {
            return repository.nextFreeId(FIRST_ID);
        }
        return repository.isTaken(kind, first.get()).chain(taken -> {
            if (taken && asked.isPresent()) {
                throw Failure.conflict(
                        "account." + kind.field() + "_taken",
                        "%s: %d is another account's".formatted(kind.field(), asked.get()));
            }
            return taken ? repository.nextFreeId(FIRST_ID) : Uni.createFrom().item(first.get());
        });
    }

    private String homeOf(Login login) {
        return config.homes().replaceAll("/+$", "") + "/" + login;
    }
}
