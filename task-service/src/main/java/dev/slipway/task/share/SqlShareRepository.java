package dev.slipway.task.share;

import dev.slipway.platform.reactive.Statements;
import dev.slipway.task.share.Share.Scope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shares in PostgreSQL. */
@ApplicationScoped
class SqlShareRepository implements ShareRepository {
    private static final String COLUMNS =
            "id, task, scope, everlasting, made_by, made_at, expires_at, max_uses, uses, used_at";

    private static final String INSERT = """
            insert into share (id, task, scope, everlasting, made_by, made_at, expires_at, max_uses, uses)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)
            on conflict (task) where everlasting and revoked_at is null do nothing""";

    private static final String FIND = "select " + COLUMNS + " from share where task = ?1 and revoked_at is null";

    private static final String USE = """
            update share set uses = uses + 1, used_at = ?3
            where id = ?1 and task = ?2 and revoked_at is null and (expires_at is null or expires_at > ?3)
              and (max_uses is null or uses < max_uses)
            returning\s""" + COLUMNS;

    @Override
    public Uni<Void> insert(Share share) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter(1, share.id())
                        .setParameter(2, share.task())
                        .setParameter(3, share.scope().name().toLowerCase(Locale.ROOT))
                        .setParameter(4, share.everlasting())
                        .setParameter(5, share.madeBy())
                        .setParameter(6, share.madeAt())
                        .setParameter(7, share.expiresAt().orElse(null))
                        .setParameter(8, share.maxUses().orElse(null))
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Share>> everlasting(long task) {
        return read(FIND + " and everlasting", task).map(found -> found.stream().findFirst());
    }

    @Override
    public Uni<List<Share>> of(long task) {
        return read(FIND + " order by made_at, id", task);
    }

    private static Uni<List<Share>> read(String sql, long task) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql, Object[].class)
                        .setParameter(1, task)
                        .getResultList())
                .map(rows -> rows.stream().map(SqlShareRepository::share).toList());
    }

    @Override
    public Uni<Optional<Share>> use(String id, long task, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(USE, Object[].class)
                        .setParameter(1, id)
                        .setParameter(2, task)
                        .setParameter(3, now)
                        .getResultList())
                .map(rows -> rows.stream().findFirst().map(SqlShareRepository::share));
    }

    @Override
    public Uni<Void> giveBack(String id, long task) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "update share set uses = uses - 1 where id = ?1 and task = ?2 and uses > 0")
                        .setParameter(1, id)
                        .setParameter(2, task)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> revoke(String id, long task, Instant now) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "update share set revoked_at = ?3 where id = ?1 and task = ?2 and revoked_at is null")
                        .setParameter(1, id)
                        .setParameter(2, task)
                        .setParameter(3, now)
                        .executeUpdate())
                .map(rows -> rows > 0);
    }

    private static Share share(Object[] row) {
        return new Share(
                (String) row[0],
                (long) row[1],
                Scope.valueOf(((String) row[2]).toUpperCase(Locale.ROOT)),
                (boolean) row[3],
                (String) row[4],
                instant(row[5]).orElseThrow(),
                instant(row[6]),
                Optional.ofNullable((Long) row[7]),
                (long) row[8],
                instant(row[9]));
    }

    private static Optional<Instant> instant(@Nullable Object value) {
        return Optional.ofNullable(value).map(Statements::instant);
    }
}
