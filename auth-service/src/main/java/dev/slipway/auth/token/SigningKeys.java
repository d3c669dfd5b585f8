package dev.slipway.auth.token;

import dev.slipway.auth.audit.Audit;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The keys in use, read when the service starts and every few seconds since: what one replica makes, all publish long before
 * anybody signs with it.
 */
@ApplicationScoped
class SigningKeys {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final SigningKeyStore store;
    private final TokenConfig config;
    private final Audit audit;
    private final InstantSource clock;
    private volatile KeyRing ring = new KeyRing(List.of());

    SigningKeys(SigningKeyStore store, TokenConfig config, Audit audit, InstantSource clock) {
        this.store = store;
        this.config = config;
        this.audit = audit;
        this.clock = clock;
    }

    void load(@Observes StartupEvent start) throws Throwable {
        ring = VertxContextSupport.subscribeAndAwait(() -> store.read(clock.instant()));
        LOG.infof(
                "signing kid=%s grid=%s",
                signing(KeyPurpose.TOKENS).kid(), signing(KeyPurpose.GRID).kid());
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        var before = ring;
        return store.read(clock.instant())
                .invoke(now -> replace(before, now))
                .chain(this::rotateInTime)
                .onFailure()
                .invoke(fault -> LOG.debugf("keys not read cause=%s", fault))
                .onFailure()
                .recoverWithNull();
    }

    /** What was rotated here while it was read is newer than that. */
    private synchronized void replace(KeyRing before, KeyRing now) {
        if (ring.equals(before)) {
            ring = now;
        }
    }

    private synchronized void replace(KeyRing now) {
        ring = now;
    }

    /** A key that has signed long enough gets its successor without anybody asking. */
    private Uni<Void> rotateInTime() {
        var work = Uni.createFrom().voidItem();
        for (var purpose : KeyPurpose.values()) {
            if (isDue(purpose)) {
                work = work.chain(() -> rotate(purpose, Audit.ITSELF));
            }
        }
        return work;
    }

    private boolean isDue(KeyPurpose purpose) {
        var now = clock.instant();
        var newest = ring.living(purpose, now).stream().findFirst();
        // The first key of a suite was made before anybody wrote down when; its age is not known.
        return config.rotateEvery().isPresent()
                && newest.isPresent()
                && newest.get().signsFrom().isAfter(Instant.EPOCH)
                && newest.get().signsFrom().plus(config.rotateEvery().get()).isBefore(now);
    }

    private Uni<Void> rotate(KeyPurpose purpose, String actor) {
        var now = clock.instant();
        var signsFrom = now.plus(config.publishAhead());
        var retireAt = signsFrom.plus(config.keepKey().orElse(config.longestLife(purpose)));
        return store.rotate(
                        purpose,
                        now,
                        signsFrom,
                        retireAt,
                        (transaction, key) -> audit.note(
                                transaction, actor, "signing-key.rotate", "signing-key/" + purpose.text(), key.kid()))
                .invoke(next -> {
                    replace(next);
                    LOG.infof(
                            "rotated purpose=%s signs_from=%s old_retires_at=%s", purpose.text(), signsFrom, retireAt);
                })
                .chain(() -> store.forget(now.minus(DAY)));
    }

    /** New keys for both kinds of tokens, for administrators; nothing while the last new ones wait for their time. */
    Uni<List<KeyRing.Entry>> rotate(Caller caller) {
        caller.mustBeAdmin();
        return rotate(KeyPurpose.TOKENS, caller.login())
                .chain(() -> rotate(KeyPurpose.GRID, caller.login()))
                .invoke(() -> LOG.infof("rotation asked by=%s", caller.login()))
                .chain(() -> all(caller));
    }

    /** The keys in use, for administrators. */
    Uni<List<KeyRing.Entry>> all(Caller caller) {
        caller.mustBeAdmin();
        var now = clock.instant();
        return Uni.createFrom()
                .item(ring.entries().stream().filter(it -> !it.isRetired(now)).toList());
    }

    /** Fails with UNAVAILABLE in the moment before it is read. */
    SigningKey signing(KeyPurpose purpose) {
        return ring.signing(purpose, clock.instant())
                .orElseThrow(() -> Failure.unavailable("auth-service is starting"));
    }

    Optional<SigningKey> find(KeyPurpose purpose, String kid) {
        return ring.find(purpose, kid, clock.instant());
    }

    String toJwks(KeyPurpose purpose) {
        return ring.toJwks(purpose, clock.instant());
    }
}
