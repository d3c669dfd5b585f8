package dev.slipway.auth.account;

import dev.slipway.auth.audit.Audit;
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

    private final AccountRepository repository;
    private final AccountChanges changes;
    private final Tombstones tombstones;
    private final Credentials credentials;
    private final Audit audit;
    private final AccountConfig config;
    private final InstantSource clock;

    Registration(
            AccountRepository repository,
            AccountChanges changes,
            Tombstones tombstones,
            Credentials credentials,
            Audit audit,
            AccountConfig config,
            InstantSource clock) {
        this.repository = repository;
        this.changes = changes;
        this.tombstones = tombstones;
        this.credentials = credentials;
        this.audit = audit;
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
                .map(unix -> Account.create(
                        wanted.login(), unix, wanted.profile(), wanted.rights(), AccountState.ACTIVE, clock.instant()))
                .chain(this::make)
                .call(made -> audit.note(
                        caller.login(), "account.create", wanted.login().text(), Differences.ofNew(made.account())));
    }

    /** Goes on only for a login nobody has; it stays so until the caller's transaction ends. */
    Uni<Void> mustBeFree(Login login) {
        return repository.lockCreation().chain(() -> mustBeNew(login));
    }

    /**
     * Makes an account for somebody who has none yet and asked for one; it waits for an administrator. Joins the caller's
     * transaction.
     */
    public Uni<Account> registerPending(Login login, Profile profile) {
        return repository
                .lockCreation()
                .chain(() -> mustBeNew(login))
                .chain(() -> unixUser(NewAccount.called(login)))
                .map(unix -> Account.create(
                        login, unix, profile, Rights.initial(false), AccountState.PENDING, clock.instant()))
                .chain(this::make)
                .map(IssuedKey::account);
    }

    /**
     * Makes a guest, who was let in by an identity provider and runs under the numbers of {@code host}; it waits for an
     * administrator. Joins the caller's transaction.
     */
    public Uni<Account> registerGuest(Login login, Profile profile, Login host) {
        // The order before the table: whoever changes the host holds its row and would wait for the table.
        return repository
                .lockOrder()
                .chain(() -> mustBeFree(login))
                .chain(() -> repository.find(host))
                .map(found -> found.orElseThrow(() -> Failure.notFound("account", host)))
                .map(local -> Account.create(
                                login,
                                local.unix().withHome(homeOf(login)),
                                profile,
                                Rights.initial(false),
                                AccountState.PENDING,
                                clock.instant())
                        .asGuestOf(local))
                .chain(this::make)
                .map(IssuedKey::account);
    }

    private Uni<IssuedKey> make(Account account) {
        return tombstones
                .find(account.login())
                .map(grave -> grave.map(it -> account.after(it.version())).orElse(account))
                .chain(changes::insert)
                .chain(made -> credentials.renew(made.login().text()).map(key -> new IssuedKey(made, key)));
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
                                        Profile.of(Email.NONE),
                                        Rights.initial(true),
                                        AccountState.ACTIVE,
                                        clock.instant()))
                                .call(() -> credentials.configure(ADMIN.text(), key)))
                .replaceWithVoid();
    }

    private Uni<Account> takeKey(Account admin, ApiKey key) {
        return credentials
                .configure(admin.login().text(), key)
                .chain(isNew -> isNew
                        ? changes.update(admin, admin.revoke(clock.instant()))
                                .call(() -> audit.note(
                                        Audit.ITSELF,
                                        "key.configure",
                                        admin.login().text(),
                                        ""))
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
                .chain(() -> tombstones.find(login))
                .invoke(grave -> {
                    if (grave.isPresent() && !grave.get().isGone()) {
                        throw Failure.conflict(
                                "account.deleting", "The last account %s is still being deleted".formatted(login));
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
            return nextFreeId();
        }
        return repository.isTaken(kind, first.get()).chain(taken -> {
            if (taken && asked.isPresent()) {
                throw Failure.conflict(
                        "account." + kind.field() + "_taken",
                        "%s: %d is another account's".formatted(kind.field(), asked.get()));
            }
            return taken ? nextFreeId() : Uni.createFrom().item(first.get());
        });
    }

    private Uni<Integer> nextFreeId() {
        return repository.nextFreeId(config.firstId()).invoke(id -> {
            if (id > config.lastId()) {
                throw Failure.conflict("account.no_id_left", "No uid is left in the configured range");
            }
        });
    }

    private String homeOf(Login login) {
        return config.homes().replaceAll("/+$", "") + "/" + login;
    }
}
