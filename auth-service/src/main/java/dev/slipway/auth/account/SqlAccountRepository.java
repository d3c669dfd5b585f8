package dev.slipway.auth.account;

import dev.slipway.platform.failure.Failure;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

@ApplicationScoped
class SqlAccountRepository implements AccountRepository {
    private static final String NEXT_FREE = """
        select min(id) from generate_series(
            ?1, ?1 + 2 + (select 2 * count(*) from account) + (select count(*) from spent_id)) as id
        where id not in (65534, 65535)
          and id not in (select uid from account union all select gid from account union all select id from spent_id)\
        """;
    private static final String SPEND = """
        insert into spent_id (id) values (?1), (?2) on conflict do nothing\
        """;
    private static final String SEEN = """
        update account set last_login = ?2
        where login = ?1 and (last_login is null or last_login < ?3)\
        """;
    /** Any number that nothing else locks. */
    private static final long ORDER = 0x51_1b_3a_1L;

    private static final Duration SEEN_AGAIN = Duration.ofMinutes(1);

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
    public Uni<Void> lockOrder() {
        return rows.getSession()
                .chain(session -> session.createNativeQuery("select 1 from pg_advisory_xact_lock(?1)", Integer.class)
                        .setParameter(1, ORDER)
                        .getSingleResult())
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
    public Uni<Long> countOtherAdmins(Login login) {
        return count(
                "select count(*) from account where state = 'ACTIVE' and 'admin' = any(roles) and login <> ?1", login);
    }

    @Override
    public Uni<Long> countGuests(Login login) {
        return count("select count(*) from account where bound_to = ?1", login);
    }

    @Override
    public Uni<Long> countPending() {
        return rows.count("state", AccountState.PENDING);
    }

    @Override
    public Uni<Boolean> isTaken(Email email) {
        return rows.count("lower(email) = ?1", email.text().toLowerCase(Locale.ROOT))
                .map(count -> count > 0);
    }

    @Override
    public Uni<Boolean> isTaken(UnixId kind, int id) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(
                                "select exists (select 1 from account where " + kind.field()
                                        + " = ?1) or exists (select 1 from spent_id where id = ?1)",
                                Boolean.class)
                        .setParameter(1, id)
                        .getSingleResult());
    }

    private Uni<Long> count(String query, Login login) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(query, Long.class)
                        .setParameter(1, login.text())
                        .getSingleResult());
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
                .chain(() -> rows.flush());
    }

    @Override
    public Uni<Void> delete(Account account) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(SPEND)
                        .setParameter(1, account.unix().uid())
                        .setParameter(2, account.unix().gid())
                        .executeUpdate())
                .chain(() -> rows.delete("login", account.login().text()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> seen(Account account, Instant now) {
        var stale = now.minus(SEEN_AGAIN);
        if (account.lastLogin().filter(stale::isBefore).isPresent()) {
            return Uni.createFrom().voidItem();
        }
        return rows.getSession()
                .chain(session -> session.createNativeQuery(SEEN)
                        .setParameter(1, account.login().text())
                        .setParameter(2, now)
                        .setParameter(3, stale)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<AccountRow, String> {}
}
