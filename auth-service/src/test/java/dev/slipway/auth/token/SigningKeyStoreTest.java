package dev.slipway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.auth.credential.SecretBox;
import dev.slipway.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
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
        var replicas = IntStream.range(0, 8)
                .mapToObj(_ -> new SigningKeyStore(elsewhere, box, new SecureRandom()).requireKey())
                .toList();
        var keys = new HashSet<>(Uni.join().all(replicas).andFailFast().await().atMost(PATIENCE));
        assertThat(keys).hasSize(1);
        assertThat(new SigningKeyStore(elsewhere, box, new SecureRandom())
                        .requireKey()
                        .await()
                        .atMost(PATIENCE))
                .isIn(keys);
        elsewhere.close().await().atMost(PATIENCE);
    }

    private static void sql(Pool where, String statement) {
        where.query(statement).execute().await().atMost(PATIENCE);
    }
}
