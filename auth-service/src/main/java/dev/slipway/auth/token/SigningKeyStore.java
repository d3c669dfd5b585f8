package dev.slipway.auth.token;

import dev.slipway.auth.credential.SecretBox;
import dev.slipway.auth.token.KeyRing.Entry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The key pairs of this suite in PostgreSQL, their private parts sealed. */
@ApplicationScoped
class SigningKeyStore {
    private static final String READ =
            "select purpose, kid, public_key, sealed_private_key, signs_from, retires_at from signing_key";
    private static final String INSERT = """
            insert into signing_key (purpose, kid, public_key, sealed_private_key, signs_from) values ($1, $2, $3, $4, $5)""";
    /** Held until the transaction ends: of two replicas that would make a key one makes it, and the other sees it. */
    private static final String ALONE = "select pg_advisory_xact_lock(hashtext('signing_key'))";

    private static final String RETIRE =
            "update signing_key set retires_at = $2 where purpose = $1 and retires_at is null";
    private static final String FORGET = "delete from signing_key where retires_at < $1";

    private final Pool pool;
    private final SecretBox box;
    private final SecureRandom random;

    SigningKeyStore(Pool pool, SecretBox box, SecureRandom random) {
        this.pool = pool;
        this.box = box;
        this.random = random;
    }

    /** All keys, the same for every replica; the first of each purpose is made when there is none. */
    Uni<KeyRing> read(Instant now) {
        return pool.query(READ)
                .execute()
                .map(this::toRing)
                .chain(ring -> isWhole(ring, now)
                        ? Uni.createFrom().item(ring)
                        : pool.withTransaction(connection -> alone(connection)
                                .chain(ours -> complete(connection, ours, now))
                                .chain(() -> ring(connection))));
    }

    private static boolean isWhole(KeyRing ring, Instant now) {
        return Stream.of(KeyPurpose.values())
                .allMatch(it -> ring.signing(it, now).isPresent());
    }

    private Uni<Void> complete(SqlConnection connection, KeyRing ring, Instant now) {
        var work = Uni.createFrom().voidItem();
        for (var purpose : KeyPurpose.values()) {
            if (ring.signing(purpose, now).isEmpty()) {
                work = work.chain(() -> insert(connection, SigningKey.fresh(purpose, random), Instant.EPOCH));
            }
        }
        return work;
    }

    /**
     * A new key that signs from {@code signsFrom} on; those before it retire at {@code retireAt}. Changes nothing while one
     * waits for its time already. What {@code note} writes is of the same transaction.
     */
    Uni<KeyRing> rotate(
            KeyPurpose purpose,
            Instant now,
            Instant signsFrom,
            Instant retireAt,
            BiFunction<SqlConnection, SigningKey, Uni<Void>> note) {
        return pool.withTransaction(connection -> alone(connection)
                .chain(ring -> ring.living(purpose, now).stream()
                                .anyMatch(it -> it.signsFrom().isAfter(now))
                        ? Uni.createFrom().voidItem()
                        : connection
                                .preparedQuery(RETIRE)
                                .execute(Tuple.of(purpose.text(), at(retireAt)))
                                .replaceWith(() -> SigningKey.fresh(purpose, random))
                                .chain(key ->
                                        insert(connection, key, signsFrom).chain(() -> note.apply(connection, key))))
                .chain(() -> ring(connection)));
    }

    /** Deletes what retired before {@code then}. */
    Uni<Void> forget(Instant then) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(at(then))).replaceWithVoid();
    }

    private Uni<KeyRing> alone(SqlConnection connection) {
        return connection.query(ALONE).execute().chain(() -> ring(connection));
    }

    private Uni<KeyRing> ring(SqlConnection connection) {
        return connection.query(READ).execute().map(this::toRing);
    }

    private Uni<Void> insert(SqlConnection connection, SigningKey key, Instant signsFrom) {
        var sealed = box.seal(place(key.kid()), key.privateKey().getEncoded());
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        key.purpose().text(),
                        key.kid(),
                        Buffer.buffer(key.publicKey().getEncoded()),
                        Buffer.buffer(sealed),
                        at(signsFrom)))
                .replaceWithVoid();
    }

    private KeyRing toRing(Iterable<Row> rows) {
        var entries = new ArrayList<Entry>();
        for (var row : rows) {
            var retires =
                    Optional.ofNullable(row.getOffsetDateTime("retires_at")).map(OffsetDateTime::toInstant);
            var from = row.getOffsetDateTime("signs_from").toInstant();
            purposeOf(row).ifPresent(it -> entries.add(new Entry(open(it, row), from, retires)));
        }
        return new KeyRing(entries);
    }

    private static Optional<KeyPurpose> purposeOf(Row row) {
        return Stream.of(KeyPurpose.values())
                .filter(it -> it.text().equals(row.getString("purpose")))
                .findFirst();
    }

    private SigningKey open(KeyPurpose purpose, Row row) {
        var sealed = row.getBuffer("sealed_private_key").getBytes();
        return SigningKey.decode(
                purpose, row.getBuffer("public_key").getBytes(), box.open(place(row.getString("kid")), sealed));
    }

    private static Object at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String place(String kid) {
        return "signing key " + kid;
    }
}
