package dev.slipway.task.task;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.OptimisticLockException;
import java.util.function.Supplier;
import org.hibernate.StaleStateException;

/** Transactions that read, decide and write: who comes second reads again and decides again. */
final class Transactions {
    private static final int TRIES = 10;

    private Transactions() {}

    static <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Panache.withTransaction(work)
                .onFailure(Transactions::isConflict)
                .retry()
                .atMost(TRIES);
    }

    private static boolean isConflict(Throwable fault) {
        return fault instanceof OptimisticLockException || fault instanceof StaleStateException;
    }
}
