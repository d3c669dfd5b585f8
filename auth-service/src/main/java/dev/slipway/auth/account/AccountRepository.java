package dev.slipway.auth.account;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps accounts. Every method joins the caller's session. */
public interface AccountRepository {
    /** The account, when there is one. */
    Uni<Optional<Account>> find(Login login);

    /** The account, nobody else's to change until the transaction ends. Fails with NOT_FOUND rather than answer null. */
    Uni<Account> lock(Login login);

    /** Nobody else makes an account until the transaction ends. */
    Uni<Void> lockCreation();

    /**
     * Nobody else changes who administers, who is a member of what, or who is gone, until the transaction ends. Such changes
     * touch several rows and are rare; taken before any row, this keeps them from waiting for each other in a circle.
     */
    Uni<Void> lockOrder();

    /** At most {@code limit} accounts whose login comes after {@code after}, by login. */
    Uni<List<Account>> page(String after, int limit);

    /** Active administrators other than this one. */
    Uni<Long> countOtherAdmins(Login login);

    /** Guests that run under the numbers of this account. */
    Uni<Long> countGuests(Login login);

    /** Accounts that wait for an administrator. */
    Uni<Long> countPending();

    /** Whether somebody is written to at this address, in whatever case. */
    Uni<Boolean> isTaken(Email email);

    /** Whether a uid or a gid is that of an account, or was. */
    Uni<Boolean> isTaken(UnixId kind, int id);

    /** The lowest number from {@code from} on that never was anybody's uid or gid. */
    Uni<Integer> nextFreeId(int from);

    Uni<Void> insert(Account account);

    Uni<Void> update(Account account);

    /** It is gone, and its keys and tokens with it; its numbers are spent. */
    Uni<Void> delete(Account account);

    /** It logged in. Kept to the minute, so that a burst of logins is one write. */
    Uni<Void> seen(Account account, Instant now);
}
