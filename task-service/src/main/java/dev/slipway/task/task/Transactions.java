package dev.slipway.task.task;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/** Transactions that read, decide and write: who comes second reads again and decides again. */
public final class Transactions {
    private static final int TRIES = 10;
    /** Two waited for each other, and one of them was sent back; or a row both made. */
    private static final Set<String> RETRY = Set.of("40001", "40P01", "23505");

    private Transactions() {}

    /** The answer of the try that was committed. */
    public static <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Panache.withTransaction(work)
                .onFailure(Transactions::isConflict)
                .retry()
                .atMost(TRIES);
    }

    /** Hibernate hands on what the driver said as an exception of JDBC, or as it is. */
    private static boolean isConflict(Throwable fault) {
        return fault instanceof OptimisticLockException
                || fault instanceof StaleStateException
                || (fault instanceof PgException told && isToBeRetried(told.getSqlState()))
                || (fault instanceof SQLException told && isToBeRetried(told.getSQLState()))
                || (fault.getCause() != null && isConflict(fault.getCause()));
    }

    private static boolean isToBeRetried(@Nullable String state) {
        return state != null && RETRY.contains(state);
    }
}
