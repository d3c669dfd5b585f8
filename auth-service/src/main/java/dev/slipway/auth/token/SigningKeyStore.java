package dev.slipway.auth.token;

import dev.slipway.auth.credential.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;

/** The key pair of this suite in PostgreSQL, its private part sealed. Made once, whoever starts first. */
@ApplicationScoped
class SigningKeyStore {
    private static final String PURPOSE = "tokens";
    private static final String KEEP_FIRST = """
            insert into signing_key (purpose, kid, public_key, sealed_private_key) values ($1, $2, $3, $4)
            on conflict (purpose) do nothing""";
    private static final String READ = "select kid, public_key, sealed_private_key from signing_key where purpose = $1";

    private final Pool pool;
    private final SecretBox box;
    private final SecureRandom random;

    SigningKeyStore(Pool pool, SecretBox box, SecureRandom random) {
        this.pool = pool;
        this.box = box;
        this.random = random;
    }

    /** The same pair for every replica and every start. */
    Uni<SigningKey> requireKey() {
        return read().onItem()
                .ifNull()
                .switchTo(() -> keepFirst(SigningKey.fresh(random)).chain(this::read));
    }

    /** Of two replicas that start at once one is first; both then read what that one kept. */
    private Uni<Void> keepFirst(SigningKey key) {
        var sealed = box.seal(place(key.kid()), key.privateKey().getEncoded());
        return pool.preparedQuery(KEEP_FIRST)
                .execute(Tuple.of(
                        PURPOSE, key.kid(), Buffer.buffer(key.publicKey().getEncoded()), Buffer.buffer(sealed)))
                .replaceWithVoid();
    }

    private Uni<SigningKey> read() {
        return pool.preparedQuery(READ).execute(Tuple.of(PURPOSE)).map(rows -> {
            for (var row : rows) {
                return open(row);
            }
            return null;
        });
    }

    private SigningKey open(Row row) {
        var sealed = row.getBuffer("sealed_private_key").getBytes();
        return SigningKey.decode(row.getBuffer("public_key").getBytes(), box.open(place(row.getString("kid")), sealed));
    }

    private static String place(String kid) {
        return "signing key " + kid;
    }
}
