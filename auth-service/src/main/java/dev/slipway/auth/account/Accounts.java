package dev.slipway.auth.account;

import dev.slipway.auth.audit.Audit;
import dev.slipway.auth.credential.ApiKey;
import dev.slipway.auth.credential.Credentials;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Scope;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What can be done with accounts that exist, whatever language the request came in. */
@ApplicationScoped
public class Accounts {
    private final AccountRepository repository;
    private final AccountChanges changes;
    private final Credentials credentials;
    private final Audit audit;
    private final AccountMails mails;
    private final InstantSource clock;

    Accounts(
            AccountRepository repository,
            AccountChanges changes,
            Credentials credentials,
            Audit audit,
            AccountMails mails,
            InstantSource clock) {
        this.repository = repository;
        this.changes = changes;
        this.credentials = credentials;
        this.audit = audit;
        this.mails = mails;
        this.clock = clock;
    }

    /** The account called so that may use the suite; for who has proved to be it. Joins the caller's session. */
    @WithSession
    public Uni<Optional<Account>> findActive(String login) {
        return Login.isOne(login)
                ? repository.find(new Login(login)).map(found -> found.filter(Account::active))
                : Uni.createFrom().item(Optional.empty());
    }

    /** The same, for one who logs in now: it is noted when he was seen. */
    @WithTransaction
    public Uni<Optional<Account>> enter(String login) {
        return findActive(login)
                .call(found ->
                        found.isEmpty() ? Uni.createFrom().voidItem() : repository.seen(found.get(), clock.instant()));
    }

    /** Somebody could not prove to be this account. */
    public Uni<Void> noteRefused(String login, String proof) {
        return audit.noteRefused("", "login.failed", login, proof);
    }

    /** The account, for itself and for administrators. */
    @WithSession
    public Uni<Account> find(Login login, Caller caller) {
        caller.mustControl(login.text());
        return repository.find(login).map(found -> found.orElseThrow(() -> Failure.notFound("account", login)));
    }

    /** At most {@code limit} accounts after {@code after}, by login; for administrators. */
    @WithSession
    public Uni<List<Account>> page(String after, int limit, Caller caller) {
        caller.mustBeAdmin();
        return repository.page(after, limit);
    }

    /** The accounts the caller may see: all for administrators, itself for anybody else. */
    @WithSession
    public Uni<List<Account>> visible(Caller caller) {
        return caller.isAdmin()
                ? repository.page("", Integer.MAX_VALUE)
                : repository
                        .find(new Login(caller.login()))
                        .map(found -> found.stream().toList());
    }

    /** The key in clear, to its owner and nobody else, not even to an administrator, and not to a token that may do less. */
    @WithSession
    public Uni<Optional<ApiKey>> keyOf(Account account, Caller caller) {
        return caller.scope() == Scope.ALL
                        && caller.roles().contains(Caller.USER)
                        && caller.login().equals(account.login().text())
                ? credentials.reveal(caller.login()).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    /** A new key; the old one and every token are worthless. For the account itself and for administrators. */
    @WithTransaction
    public Uni<IssuedKey> regenerateKey(Login login, Caller caller) {
        caller.mustControl(login.text());
        return repository
                .lock(login)
                .chain(before -> changes.update(before, before.revoke(clock.instant())))
                .chain(account -> credentials.renew(login.text()).map(key -> new IssuedKey(account, key)))
                .call(() -> audit.note(caller.login(), "key.regenerate", login.text(), ""));
    }

    /**
     * Changes what is said. For the account itself; what {@link AccountEdit} says so of, for administrators. The last active
     * administrator stays one.
     */
    @WithTransaction
    public Uni<Account> edit(Login login, AccountEdit edit, Caller caller) {
        caller.mustControl(login.text());
        return repository.lockOrder().chain(() -> repository.lock(login)).chain(before -> {
            var after = edited(before, edit, caller);
            return mustLeaveAnAdmin(before, after)
                    .chain(() -> changes.update(before, after))
                    .call(() -> note(caller, "account.edit", before, after));
        });
    }

    private Account edited(Account before, AccountEdit edit, Caller caller) {
        var now = clock.instant();
        var granted = before.grant(edit.rights().apply(before.rights()), now);
        granted = edit.home().isPresent() ? granted.moveTo(edit.home().get(), now) : granted;
        if (!granted.equals(before)) {
            caller.mustBeAdmin();
        }
        return granted.describe(edit.profile().apply(before.profile()), now);
    }

    private Uni<Void> mustLeaveAnAdmin(Account before, Account after) {
        if (!(before.isAdmin() && before.active()) || (after.isAdmin() && after.active())) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .countOtherAdmins(before.login())
                .invoke(others -> {
                    if (others == 0) {
                        throw Failure.conflict("account.last_admin", "It is the last active administrator");
                    }
                })
                .replaceWithVoid();
    }

    /** Nothing it is or has works any more, from now on. For administrators, on others. */
    @WithTransaction
    public Uni<Account> disable(Login login, Caller caller) {
        caller.mustBeAdmin();
        if (caller.login().equals(login.text())) {
            throw Failure.conflict("account.own", "Nobody can disable the own account");
        }
        return repository.lockOrder().chain(() -> repository.lock(login)).chain(before -> {
            var after = before.disable(clock.instant());
            return mustLeaveAnAdmin(before, after)
                    .chain(() -> changes.update(before, after))
                    .call(() -> note(caller, "account.disable", before, after));
        });
    }

    /** Works again, with its key; its old tokens do not. For administrators. One that waits is activated instead. */
    @WithTransaction
    public Uni<Account> enable(Login login, Caller caller) {
        return awaken(login, AccountState.PENDING, "It waits to be activated", "account.enable", caller);
    }

    /** Works for the first time: an administrator has said yes to who registered itself. */
    @WithTransaction
    public Uni<Account> activate(Login login, Caller caller) {
        return awaken(login, AccountState.DISABLED, "It is disabled; enable it", "account.activate", caller);
    }

    private Uni<Account> awaken(Login login, AccountState wrong, String why, String action, Caller caller) {
        caller.mustBeAdmin();
        return repository.lock(login).chain(before -> {
            if (before.state() == wrong) {
                throw Failure.conflict("account.state", why);
            }
            var after = before.activate(clock.instant());
            return changes.update(before, after)
                    .call(() -> note(caller, action, before, after))
                    .call(() -> welcome(before, after));
        });
    }

    private Uni<Void> welcome(Account before, Account after) {
        return before.state() == AccountState.PENDING && after.active()
                ? mails.activated(after)
                : Uni.createFrom().voidItem();
    }

    /** A guest may use the suite, or may not; for administrators. Who is no guest is not found here. */
    @WithTransaction
    public Uni<Account> setGuestStatus(Login login, boolean active, Caller caller) {
        caller.mustBeAdmin();
        return repository.lock(login).chain(before -> {
            if (!before.isGuest()) {
                throw Failure.notFound("guest", login);
            }
            var now = clock.instant();
            var after = active ? before.activate(now) : before.disable(now);
            return changes.update(before, after)
                    .call(() -> note(caller, "guest.status", before, after))
                    .call(() -> welcome(before, after));
        });
    }

    /** No change, no line. */
    private Uni<Void> note(Caller caller, String action, Account before, Account after) {
        return after.equals(before)
                ? Uni.createFrom().voidItem()
                : audit.note(caller.login(), action, before.login().text(), Differences.of(before, after));
    }
}
