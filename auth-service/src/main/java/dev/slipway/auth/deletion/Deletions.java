package dev.slipway.auth.deletion;

import dev.slipway.auth.account.Account;
import dev.slipway.auth.account.AccountChanges;
import dev.slipway.auth.account.AccountRepository;
import dev.slipway.auth.account.Login;
import dev.slipway.auth.account.Tombstone;
import dev.slipway.auth.account.Tombstones;
import dev.slipway.auth.account.Tombstones.Part;
import dev.slipway.auth.audit.Audit;
import dev.slipway.auth.project.Memberships;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** The end of accounts. */
@ApplicationScoped
public class Deletions {
    /** The settings make this one again at each start. */
    private static final String BUILT_IN = "admin";

    private final AccountRepository accounts;
    private final AccountChanges changes;
    private final Tombstones tombstones;
    private final Memberships memberships;
    private final Audit audit;
    private final InstantSource clock;

    Deletions(
            AccountRepository accounts,
            AccountChanges changes,
            Tombstones tombstones,
            Memberships memberships,
            Audit audit,
            InstantSource clock) {
        this.accounts = accounts;
        this.changes = changes;
        this.tombstones = tombstones;
        this.memberships = memberships;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * It is no account from the commit on: no login, no key, no membership. The other services hear of it and remove its tasks
     * and files. For administrators, on others; the last active administrator, {@code admin} and who has guests stay.
     */
    @WithTransaction
    public Uni<Tombstone> delete(Login login, Caller caller) {
        caller.mustBeAdmin();
        mustBeDeletable(login, caller);
        return accounts.lockOrder()
                .chain(() -> accounts.lock(login))
                .call(this::mustLeaveAnAdmin)
                .call(this::mustHaveNoGuests)
                .call(() -> memberships.leaveAll(login))
                .call(account -> changes.delete(account, clock.instant()))
                .call(() -> audit.note(caller.login(), "account.delete", login.text(), ""))
                .chain(() -> tombstones.find(login))
                .map(grave -> grave.orElseThrow(() -> Failure.notFound("deletion", login)));
    }

    private static void mustBeDeletable(Login login, Caller caller) {
        if (caller.login().equals(login.text())) {
            throw Failure.conflict("account.own", "Nobody can delete the own account");
        }
        if (login.text().equals(BUILT_IN)) {
            throw Failure.conflict("account.built_in", "The account admin stays; disable it instead");
        }
    }

    private Uni<Void> mustLeaveAnAdmin(Account account) {
        if (!account.isAdmin() || !account.active()) {
            return Uni.createFrom().voidItem();
        }
        return accounts.countOtherAdmins(account.login())
                .invoke(others -> {
                    if (others == 0) {
                        throw Failure.conflict("account.last_admin", "It is the last active administrator");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> mustHaveNoGuests(Account account) {
        return accounts.countGuests(account.login())
                .invoke(guests -> {
                    if (guests > 0) {
                        throw Failure.conflict("account.has_guests", "%d guests run as this account".formatted(guests));
                    }
                })
                .replaceWithVoid();
    }

    /** How far the deletion of the last account of that login is; for administrators. */
    @WithSession
    public Uni<Tombstone> find(Login login, Caller caller) {
        caller.mustBeAdmin();
        return tombstones.find(login).map(grave -> grave.orElseThrow(() -> Failure.notFound("deletion", login)));
    }

    /** Another service has removed its part. Hearing it twice changes nothing. */
    @WithTransaction
    public Uni<Void> cleared(Login login, Part part, Instant at) {
        return tombstones
                .cleared(login, part, at)
                .chain(news -> news.isPresent() && news.get().isGone()
                        ? audit.note(Audit.ITSELF, "account.gone", login.text(), "")
                        : Uni.createFrom().voidItem());
    }
}
