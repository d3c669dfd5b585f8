package dev.slipway.platform.identity;

import dev.slipway.platform.contract.AccountEvent;
import dev.slipway.platform.contract.AccountEvent.Changed;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.failure.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** What auth-service last said of each account. Each service reads the whole compacted topic when it starts. */
@ApplicationScoped
public class KnownAccounts {
    private static final Logger LOG = Logger.getLogger(KnownAccounts.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Changed> accounts = new ConcurrentHashMap<>();

    @Incoming("accounts")
    void on(String json) {
        try {
            switch (Contract.read(json, AccountEvent.class)) {
                case Changed now -> accounts.merge(now.account(), now, (a, b) -> a.version() > b.version() ? a : b);
                case AccountEvent.Unknown _ -> {}
            }
        } catch (IllegalArgumentException e) {
            LOG.errorf("skipped topic=%s cause=%s", AccountEvent.TOPIC, e.getMessage());
        }
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

    /** Whether a token of {@code version} still counts. One newer than what is known here does. */
    boolean accepts(String login, long version) {
        var known = accounts.get(login);
        return known == null || (known.active() && version >= known.version());
    }
}
