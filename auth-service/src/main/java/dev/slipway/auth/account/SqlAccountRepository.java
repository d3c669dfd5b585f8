package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class SqlAccountRepository implements AccountRepository {
    private static final String NEXT_FREE = """
            select min(id) from generate_series(?1, ?1 + 2 + (select 2 * count(*) from account)) as id
            where id not in (65534, 65535)
              and id not in (select uid from account union all select gid from account)""";

    private final Rows rows;

    SqlAccountRepository(Rows rows) {
        this.rows = rows;
    }

    @Override
    public Uni<Optional<Account>> find(Login login) {
        return rows.findById(login.text()).map(row -> Optional.ofNullable(row).map(AccountRow::toAccount));
    }

    @Override
    public Uni<Account> lock(Login login) {
        return rows.findById(login.text(), LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(() -> Failure.notFound("account", login))
                .map(AccountRow::toAccount);
    }

    @Override
    public Uni<Void> lockCreation() {
        return rows.getSession()
                .chain(session -> session.createNativeQuery("lock table account in share row exclusive mode")
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Account>> page(String after, int limit) {
        return rows.find("login > ?1 order by login", after)
                .range(0, limit - 1)
                .list()
                .map(list -> list.stream().map(AccountRow::toAccount).toList());
    }

    @Override
    public Uni<Boolean> isTaken(UnixId kind, int id) {
        return rows.count(kind.field(), id).map(count -> count > 0);
    }

    @Override
    public Uni<Integer> nextFreeId(int from) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(NEXT_FREE, Long.class)
                        .setParameter(1, (long) from)
                        .getSingleResult())
                .map(Math::toIntExact);
    }

    @Override
    public Uni<Void> insert(Account account) {
        return rows.persistAndFlush(AccountRow.of(account)).replaceWithVoid();
    }

    @Override
    public Uni<Void> update(Account account) {
        return rows.findById(account.login().text())
                .invoke(row -> row.take(account))
                .replaceWithVoid();
    }

    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<AccountRow, String> {}
}
