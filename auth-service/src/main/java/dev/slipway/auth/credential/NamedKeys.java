package dev.slipway.auth.credential;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Scope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Named keys. Methods join the caller's session but for {@link #recognise}; who may call is decided by the caller. */
@ApplicationScoped
public class NamedKeys {
    private static final int MOST = 50;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,63}");
    private static final String WHOSE = """
            select login, null as id, 'all' as scope, null::timestamptz as expires from api_key where hash = $1
            union all
            select login, id, scope, expires from named_key where hash = $1 and (expires is null or expires > $2)""";

    private final SecretBox box;
    private final SecureRandom random;
    private final Pool pool;
    private final InstantSource clock;

    NamedKeys(SecretBox box, SecureRandom random, Pool pool, InstantSource clock) {
        this.box = box;
        this.random = random;
        this.pool = pool;
        this.clock = clock;
    }

    /** A key that was just made, with the only sight of it. */
    public record Issued(NamedKey key, ApiKey secret) {}

    /**
     * Makes one.
     *
     * @throws Failure INVALID naming the field, CONFLICT for a name in use, REFUSED when there are too many
     */
    public Uni<Issued> create(String login, String name, Scope scope, Optional<Instant> expires) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid("name", "1 to 64 letters, digits, blanks or . _ @ -, the first a letter or digit");
        }
        if (expires.isPresent() && !expires.get().isAfter(clock.instant())) {
            throw Failure.invalid("expires", "is over already");
        }
        return list(login).chain(known -> {
            if (known.stream().anyMatch(it -> it.name().equals(name))) {
                throw Failure.conflict("key.exists", "There is a key %s already".formatted(name));
            }
            if (known.size() >= MOST) {
                throw new Failure(Failure.Kind.REFUSED, "key.too_many", "No more than %d keys".formatted(MOST));
            }
            return insert(login, name, scope, expires);
        });
    }

    private Uni<Issued> insert(String login, String name, Scope scope, Optional<Instant> expires) {
        var secret = ApiKey.fresh(random);
        var row = new NamedKeyRow();
        row.id = freshId();
        row.login = login;
        row.name = name;
        row.scope = scope.text();
        row.hash = box.hash(secret.text());
        row.madeAt = clock.instant();
        row.expires = expires.orElse(null);
        return Panache.getSession()
                .chain(session -> session.persist(row).chain(session::flush))
                .replaceWith(() -> new Issued(row.toKey(), secret));
    }

    private String freshId() {
        var bytes = new byte[8];
        random.nextBytes(bytes);
        return "k-" + HexFormat.of().formatHex(bytes);
    }

    /** Those of an account, by name, expired ones among them. */
    public Uni<List<NamedKey>> list(String login) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "from NamedKeyRow where login = :login order by name", NamedKeyRow.class)
                        .setParameter("login", login)
                        .getResultList())
                .map(rows -> rows.stream().map(NamedKeyRow::toKey).toList());
    }

    /** Deletes the account's key with this id; what it was, if there was one. */
    public Uni<Optional<NamedKey>> delete(String login, String id) {
        return Panache.getSession()
                .chain(session -> session.find(NamedKeyRow.class, id)
                        .chain(row -> row == null || !row.login.equals(login)
                                ? Uni.createFrom().item(Optional.empty())
                                : session.remove(row)
                                        .chain(session::flush)
                                        .replaceWith(() -> Optional.of(row.toKey()))));
    }

    /** Whether there is such a key. */
    public Uni<Boolean> exists(String id) {
        return Panache.getSession()
                .chain(session -> session.find(NamedKeyRow.class, id))
                .map(row -> row != null);
    }

    /** Whose key this is, an account's own or a named one; looked up by a hash nobody else can make. */
    public Uni<Optional<KnownKey>> recognise(String key) {
        return pool.preparedQuery(WHOSE)
                .execute(Tuple.of(Buffer.buffer(box.hash(key)), clock.instant().atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    for (var row : rows) {
                        return Optional.of(toKnown(row));
                    }
                    return Optional.empty();
                });
    }

    private static KnownKey toKnown(Row row) {
        return new KnownKey(
                row.getString("login"),
                Optional.ofNullable(row.getString("id")),
                Scope.of(row.getString("scope")).orElseThrow(),
                Optional.ofNullable(row.getOffsetDateTime("expires")).map(OffsetDateTime::toInstant));
    }
}
