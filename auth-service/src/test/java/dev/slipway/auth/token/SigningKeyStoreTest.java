package dev.slipway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.auth.credential.SecretBox;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class SigningKeyStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Inject
    SecretBox box;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String url;

    @Test
    void replicasThatStartAtOnceSignWithTheSameKey() {
        sql(pool, "create schema first_start");
        sql(pool, "create table first_start.signing_key (like public.signing_key including all)");
        var elsewhere = Pool.pool(
                vertx,
                PgConnectOptions.fromUri(url.replaceFirst("//", "//postgres@"))
                        .addProperty("search_path", "first_start"),
                new PoolOptions().setMaxSize(8));
        var now = Instant.now();
        var replicas =
                IntStream.range(0, 8).mapToObj(_ -> store(elsewhere).read(now)).toList();
        var rings = Uni.join().all(replicas).andFailFast().await().atMost(PATIENCE);
        for (var purpose : KeyPurpose.values()) {
            var kids = rings.stream().map(it -> kid(it, purpose, now)).distinct();
            assertThat(kids).hasSize(1);
            assertThat(kid(store(elsewhere).read(now).await().atMost(PATIENCE), purpose, now))
                    .isEqualTo(kid(rings.getFirst(), purpose, now));
        }
        elsewhere.close().await().atMost(PATIENCE);
    }

    @Test
    void aNewKeyIsPublishedBeforeItSignsAndTheOldOneStaysUntilItIsTold() {
        sql(pool, "create schema rolled");
        sql(pool, "create table rolled.signing_key (like public.signing_key including all)");
        var elsewhere = Pool.pool(
                vertx,
                PgConnectOptions.fromUri(url.replaceFirst("//", "//postgres@")).addProperty("search_path", "rolled"),
                new PoolOptions().setMaxSize(2));
        var now = Instant.parse("2027-01-01T00:00:00Z");
        var first = kid(store(elsewhere).read(now).await().atMost(PATIENCE), KeyPurpose.TOKENS, now);
        var signs = now.plusSeconds(180);
        var gone = now.plusSeconds(1000);
        var rolled = store(elsewhere)
                .rotate(KeyPurpose.TOKENS, now, signs, gone, SigningKeyStoreTest::unnoted)
                .await()
                .atMost(PATIENCE);
        assertThat(rolled.living(KeyPurpose.TOKENS, now)).hasSize(2);
        assertThat(kid(rolled, KeyPurpose.TOKENS, now)).isEqualTo(first);
        assertThat(kid(rolled, KeyPurpose.TOKENS, signs)).isNotEqualTo(first);
        assertThat(rolled.find(KeyPurpose.TOKENS, first, gone.minusSeconds(1))).isPresent();
        assertThat(rolled.find(KeyPurpose.TOKENS, first, gone)).isEmpty();
        assertThat(rolled.living(KeyPurpose.TOKENS, gone)).hasSize(1);
        assertThat(rolled.living(KeyPurpose.GRID, gone)).hasSize(1);
        var again = store(elsewhere)
                .rotate(KeyPurpose.TOKENS, now.plusSeconds(1), signs.plusSeconds(1), gone, SigningKeyStoreTest::unnoted)
                .await()
                .atMost(PATIENCE);
        assertThat(again.living(KeyPurpose.TOKENS, now)).hasSize(2);
        assertThat(kid(again, KeyPurpose.TOKENS, signs)).isEqualTo(kid(rolled, KeyPurpose.TOKENS, signs));
        elsewhere.close().await().atMost(PATIENCE);
    }

    private SigningKeyStore store(Pool where) {
        return new SigningKeyStore(where, box, new SecureRandom());
    }

    private static String kid(KeyRing ring, KeyPurpose purpose, Instant now) {
        return ring.signing(purpose, now).orElseThrow().kid();
    }

    private static void sql(Pool where, String statement) {
        where.query(statement).execute().await().atMost(PATIENCE);
    }

    private static Uni<Void> unnoted(SqlConnection transaction, SigningKey key) {
        return Uni.createFrom().voidItem();
    }
}
