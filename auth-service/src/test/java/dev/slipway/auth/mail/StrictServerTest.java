package dev.slipway.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.auth.Elsewhere;
import dev.slipway.testkit.Backends;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that speaks to nobody without STARTTLS and a login, and that does not know every mailbox. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(StrictServerTest.WithStrictServer.class)
class StrictServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Mails mails;

    @Inject
    Pool pool;

    /** A service with such a server. */
    public static class WithStrictServer implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(Elsewhere.mail(StrictServer.PORT));
            settings.put("quarkus.mailer.start-tls", "REQUIRED");
            settings.put("quarkus.mailer.username", StrictServer.USER);
            settings.put("quarkus.mailer.password", StrictServer.PASSWORD);
            settings.put(
                    "quarkus.mailer.truststore.paths",
                    StrictServer.certificate().toString());
            return settings;
        }
    }

    @BeforeEach
    void open() throws Exception {
        StrictServer.open();
    }

    @Test
    void isSpokenToEncryptedAndWithALogin() throws Throwable {
        var address = "ok." + UUID.randomUUID() + "@example.org";
        queue("strict-" + address, address);
        await().atMost(PATIENCE).until(() -> StrictServer.taken(address) == 1);
        await().atMost(PATIENCE).until(() -> stateOf("strict-" + address).equals("sent"));
    }

    @Test
    void aMailboxItDoesNotKnowIsGivenUpAtOnceAndTheNextIsWrittenTo() throws Throwable {
        var run = UUID.randomUUID();
        var unknown = "unknown." + run + "@example.org";
        var known = "known." + run + "@example.org";
        queue("a-" + unknown, unknown);
        queue("b-" + known, known);
        await().atMost(PATIENCE).until(() -> StrictServer.taken(known) == 1);
        await().atMost(PATIENCE).until(() -> stateOf("a-" + unknown).equals("failed"));
        assertThat(StrictServer.asked(unknown)).isEqualTo(1);
    }

    @Test
    void aMailboxThatIsBusyIsTriedAgainAndTheNextIsWrittenToMeanwhile() throws Throwable {
        var run = UUID.randomUUID();
        var busy = "busy." + run + "@example.org";
        var known = "known." + run + "@example.org";
        queue("a-" + busy, busy);
        queue("b-" + known, known);
        await().atMost(PATIENCE).until(() -> StrictServer.taken(known) == 1);
        await().atMost(PATIENCE).until(() -> StrictServer.taken(busy) == 1);
        assertThat(StrictServer.asked(busy)).isEqualTo(3);
        assertThat(StrictServer.taken(known)).isEqualTo(1);
    }

    private void queue(String id, String address) throws Throwable {
        var data = Map.of("id", "1", "name", "n", "primary", "over");
        VertxContextSupport.subscribeAndAwait(
                () -> Panache.withTransaction(() -> mails.queue(id, new Recipient.Address(address), "task", data)));
    }

    private String stateOf(String id) {
        for (var row : pool.preparedQuery("select state from mail where id = $1")
                .execute(Tuple.of(id))
                .await()
                .atMost(PATIENCE)) {
            return row.getString("state");
        }
        return "";
    }
}
