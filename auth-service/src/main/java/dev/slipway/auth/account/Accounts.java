package dev.slipway.auth.account;

import dev.slipway.auth.credential.ApiKey;
import dev.slipway.auth.credential.Credentials;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What can be done with accounts that exist, whatever language the request came in. */
@ApplicationScoped
public class Accounts {
    private final AccountRepository repository;
    private final AccountChanges changes;
    private final Credentials credentials;
    private final InstantSource clock;

    Accounts(AccountRepository repository, AccountChanges changes, Credentials credentials, InstantSource clock) {
        this.repository = repository;
        this.changes = changes;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Who proves itself with a key. Every way to be wrong fails with the same words, so that nobody learns which logins
     * exist.
     */
    @WithSession
    public Uni<Account> authenticate(String login, String key) {
        return proved(login, key)
                .map(found -> found.filter(Account::active)
                        .orElseThrow(() -> Failure.unauthenticated("Unknown user or wrong API key")));
    }

    /** What cannot be a login is not even looked for: it may not be a text the database takes. */
    private Uni<Optional<Account>> proved(String login, String key) {
        Uni<Optional<Account>> nobody = Uni.createFrom().item(Optional.empty());
        return Login.isOne(login)
                ? credentials.fits(login, key).chain(fits -> fits ? repository.find(new Login(login)) : nobody)
                : nobody;
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

    /** The key in clear, to its owner and nobody else, not even to an administrator. */
    @WithSession
    public Uni<Optional<ApiKey>> keyOf(Account account, Caller caller) {
        return caller.roles().contains(Caller.USER)
                        && caller.login().equals(account.login().text())
                ? credentials.reveal(caller.login()).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    /** A new key; the old one and every token are worthless. For the account itself and for administrators. */
    @WithTransaction
    public Uni<IssuedKey> regenerateKey(Login login, Caller caller) {
        caller.mustControl(login.text());
        return change(login, Account::revoke)
                .chain(account -> credentials.renew(login.text()).map(key -> new IssuedKey(account, key)));
    }

    /** Nothing it is or has works any more, from now on. For administrators, on others. */
    @WithTransaction
    public Uni<Account> disable(Login login, Caller caller) {
        caller.mustBeAdmin();
        if (caller.login().equals(login.text())) {
            throw Failure.conflict("account.own", "Nobody can disable the own account");
        }
        return change(login, Account::disable);
    }

    /** Works again, with its key; its old tokens do not. For administrators. */
    @WithTransaction
    public Uni<Account> enable(Login login, Caller caller) {
        caller.mustBeAdmin();
        return change(login, Account::enable);
    }

    private Uni<Account> change(Login login, BiFunction<Account, Instant, Account> decision) {
        return repository.lock(login).chain(before -> changes.update(before, decision.apply(before, clock.instant())));
    }
}
