package dev.slipway.auth.credential;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Where passwords are hashed: on virtual threads, a few at a time in the order they came, so that memory stays bounded. */
@ApplicationScoped
class Hashing {
    private final Blocking blocking;
    private final Semaphore turns;
    private final AtomicInteger present = new AtomicInteger();
    private final int most;

    Hashing(Blocking blocking, PasswordConfig config) {
        this.blocking = blocking;
        this.turns = new Semaphore(config.atOnce(), true);
        this.most = config.atOnce() + config.waiting();
    }

    /** Runs {@code work} when its turn has come. Fails with UNAVAILABLE when too many wait already. */
    <T> Uni<T> call(Callable<T> work) {
        return Uni.createFrom().deferred(() -> {
            if (present.incrementAndGet() > most) {
                present.decrementAndGet();
                return Uni.createFrom().failure(Failure.unavailable("Too many logins at once; try again"));
            }
            return blocking.call(() -> inTurn(work));
        });
    }

    private <T> T inTurn(Callable<T> work) throws Exception {
        try {
            turns.acquire();
            try {
                return work.call();
            } finally {
                turns.release();
            }
        } finally {
            present.decrementAndGet();
        }
    }
}
