package dev.slipway.auth.account;

import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** A changed account and the event that tells it, together in the caller's transaction. */
@ApplicationScoped
class AccountChanges {
    private static final Logger LOG = Logger.getLogger(AccountChanges.class);

    private final AccountRepository repository;
    private final Outbox outbox;

    AccountChanges(AccountRepository repository, Outbox outbox) {
        this.repository = repository;
        this.outbox = outbox;
    }

    Uni<Account> insert(Account account) {
        return repository.insert(account).chain(() -> tell(account));
    }

    /** No change, no event. */
    Uni<Account> update(Account before, Account after) {
        return after.equals(before)
                ? Uni.createFrom().item(after)
                : repository.update(after).chain(() -> tell(after));
    }

    private Uni<Account> tell(Account account) {
        LOG.infof(
                "account login=%s version=%d active=%s roles=%s",
                account.login(), account.version(), account.active(), account.roles());
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
                account.changed());
    }
}
