package dev.slipway.auth.account;

import io.smallrye.mutiny.Uni;
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

    /** At most {@code limit} accounts whose login comes after {@code after}, by login. */
    Uni<List<Account>> page(String after, int limit);

    /** Whether a uid or a gid is that of an account. */
    Uni<Boolean> isTaken(UnixId kind, int id);

    /** The lowest number from {@code from} on that is nobody's uid and nobody's gid. */
    Uni<Integer> nextFreeId(int from);

    Uni<Void> insert(Account account);

    Uni<Void> update(Account account);
}
