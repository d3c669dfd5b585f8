package dev.slipway.auth.account;

import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** A changed account and the event that tells it, together in the caller's transaction. */
@ApplicationScoped
public class AccountChanges {
    private static final Logger LOG = Logger.getLogger(AccountChanges.class);

    private final AccountRepository repository;
    private final Tombstones tombstones;
    private final Outbox outbox;

    AccountChanges(AccountRepository repository, Tombstones tombstones, Outbox outbox) {
        this.repository = repository;
        this.tombstones = tombstones;
        this.outbox = outbox;
    }

    /** A new one. */
    Uni<Account> insert(Account account) {
        return repository.insert(account).chain(() -> tell(account));
    }

    /** No change, no event. */
    public Uni<Account> update(Account before, Account after) {
        return after.equals(before)
                ? Uni.createFrom().item(after)
                : repository.update(after).chain(() -> tell(after));
    }

    /** It is no account any more: everybody else removes what they keep of it, and tells. */
    public Uni<Void> delete(Account account, Instant now) {
        var last = account.revoke(now);
        LOG.infof("account login=%s version=%d state=deleting", last.login(), last.version());
        return repository
                .delete(account)
                .chain(() -> tombstones.bury(last.login(), last.version(), now))
                .chain(() ->
                        outbox.append(new AccountEvent.Deleted(last.login().text(), last.version(), last.changed())));
    }

    private Uni<Account> tell(Account account) {
        LOG.infof(
                "account login=%s version=%d state=%s roles=%s",
                account.login(), account.version(), account.state().word(), account.roles());
        return outbox.append(toEvent(account)).replaceWith(account);
    }

    static AccountEvent.Changed toEvent(Account account) {
        return new AccountEvent.Changed(
                account.login().text(),
                account.unix().uid(),
                account.unix().gid(),
                account.unix().groups(),
                account.email().text(),
                account.unix().home(),
                List.copyOf(account.roles()),
                List.copyOf(account.projects()),
                account.active(),
                account.version(),
                account.changed(),
                account.rights().priority(),
                account.rights().limits(),
                account.profile().publicKeys(),
                account.isGuest());
    }
}
