package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * How many tasks may wait: {@code rate_limit} and {@code rate_limit_all} of GO-Docker 9.5. The children of an array and the
 * array itself count, so an array goes in as a whole or not at all. Where a limit is set, submissions take turns in the store, so
 * that many at once do not overrun it together; where none is, they do not.
 */
@ApplicationScoped
class PendingLimits {
    private static final long LOCK = 0x51_1b_a1_01L;

    private final TaskRepository repository;
    private final TaskConfig config;

    PendingLimits(TaskRepository repository, TaskConfig config) {
        this.repository = repository;
        this.config = config;
    }

    /** Whether there is anything to look at. */
    boolean areThere() {
        return config.rateLimit() > 0 || config.rateLimitAll() > 0;
    }

    /** Joins the transaction that stores these; fails with {@link Full} when they are too many. */
    Uni<Void> mustHaveRoom(List<Task> arriving) {
        return areThere()
                ? Panache.getSession()
                        .chain(session -> session.createNativeQuery("select 1 from pg_advisory_xact_lock(?1)")
                                .setParameter(1, LOCK)
                                .getResultList())
                        .chain(() -> inAll(arriving))
                        .chain(() -> perOwner(arriving))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> inAll(List<Task> arriving) {
        return within(
                Optional.empty(),
                arriving.stream().mapToLong(PendingLimits::count).sum(),
                config.rateLimitAll());
    }

    private Uni<Void> perOwner(List<Task> arriving) {
        var counts = new HashMap<String, Long>();
        arriving.forEach(it -> counts.merge(it.owner().login(), count(it), Long::sum));
        return Multi.createFrom()
                .iterable(counts.entrySet())
                .onItem()
                .transformToUniAndConcatenate(it -> within(Optional.of(it.getKey()), it.getValue(), config.rateLimit()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> within(Optional<String> owner, long arriving, long limit) {
        return limit == 0
                ? Uni.createFrom().voidItem()
                : repository
                        .waitingOf(owner)
                        .invoke(waiting -> {
                            if (waiting + arriving > limit) {
                                throw new Full("%s %d waiting tasks, and %d is the limit"
                                        .formatted(owner.map(it -> it + " has").orElse("There are"), waiting, limit));
                            }
                        })
                        .replaceWithVoid();
    }

    private static long count(Task task) {
        return task.isArray() ? 1 + task.units().size() : 1;
    }

    /** There is no room; no backend is down. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;

        Full(String sentence) {
            super(sentence, null, false, false);
        }

        Failure failure() {
            return Failure.unavailable(String.valueOf(getMessage()));
        }
    }
}
