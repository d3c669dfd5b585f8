package dev.slipway.platform.identity;

import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.AccountEvent.Changed;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.KeyEvent;
import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** What auth-service last said of each account. Each service reads the whole compacted topic when it starts. */
@ApplicationScoped
public class KnownAccounts {
    private static final Logger LOG = Logger.getLogger(KnownAccounts.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Changed> accounts = new ConcurrentHashMap<>();
    /** The last version of each deleted account: its login may be given again, its tokens never count again. */
    private final Map<String, Long> deleted = new ConcurrentHashMap<>();

    /** Until when tokens of revoked named keys and sessions must be refused. */
    private final Map<String, Instant> revokedKeys = new ConcurrentHashMap<>();

    private final TopicStart start = new TopicStart("accounts", AccountEvent.TOPIC);

    @Incoming("accounts")
    void on(ConsumerRecord<String, String> record) {
        try {
            on(record.value());
        } finally {
            start.handled(record);
        }
    }

    /** Whether all is known here that was said before this process started. */
    public Uni<Boolean> areHeard(KafkaClientService kafka) {
        return start.isHeard(kafka);
    }

    void on(String json) {
        try {
            switch (Contract.read(json, AccountEvent.class)) {
                case Changed now -> accounts.merge(now.account(), now, (a, b) -> a.version() > b.version() ? a : b);
                case AccountEvent.Deleted gone -> delete(gone);
                case AccountEvent.Unknown _ -> onKey(Contract.read(json, KeyEvent.class));
            }
        } catch (IllegalArgumentException e) {
            LOG.errorf("skipped topic=%s cause=%s", AccountEvent.TOPIC, e.getMessage());
        }
    }

    private void onKey(KeyEvent event) {
        var now = Instant.now();
        if (event instanceof KeyEvent.Revoked it && it.until().isAfter(now)) {
            revokedKeys.values().removeIf(until -> !until.isAfter(now));
            revokedKeys.put(it.keyId(), it.until());
        }
    }

    private void delete(AccountEvent.Deleted gone) {
        deleted.merge(gone.account(), gone.version(), Math::max);
        accounts.computeIfPresent(gone.account(), (_, last) -> last.version() > gone.version() ? last : null);
    }

    /** What is known of an account. */
    public Optional<Changed> find(String login) {
        return Optional.ofNullable(accounts.get(login));
    }

    /** The account; one made a moment ago is waited for. Fails with UNAVAILABLE when nothing is heard of it. */
    public Uni<Changed> require(String login) {
        var known = accounts.get(login);
        return known != null ? Uni.createFrom().item(known) : await(login, PATIENCE.dividedBy(LOOK));
    }

    private Uni<Changed> await(String login, long looks) {
        return Uni.createFrom().nullItem().onItem().delayIt().by(LOOK).chain(() -> {
            var known = accounts.get(login);
            if (known != null) {
                return Uni.createFrom().item(known);
            }
            return looks > 1
                    ? await(login, looks - 1)
                    : Uni.createFrom()
                            .failure(Failure.unavailable("Account %s is not known here yet".formatted(login)));
        });
    }

    /** Whether tokens made from a named key or session still count, and all else it opened. */
    public boolean acceptsKey(String keyId) {
        return !revokedKeys.containsKey(keyId);
    }

    /** Whether a token of {@code version} still counts. One newer than what is known here does. */
    boolean accepts(String login, long version) {
        var known = accounts.get(login);
        return known == null
                ? version > deleted.getOrDefault(login, -1L)
                : known.active() && version >= known.version();
    }
}
