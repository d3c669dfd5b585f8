package dev.slipway.auth.account;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Remembers deleted accounts. Every method joins the caller's session. */
@ApplicationScoped
public class Tombstones {
    /** Which part of an account is known to be gone. */
    public enum Part {
        TASKS,
        FILES
    }

    /** How far the clocks of two services may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    /** The account is no account any more. */
    public Uni<Void> bury(Login login, long version, Instant now) {
        var row = new TombstoneRow();
        row.login = login.text();
        row.version = version;
        row.requested = now;
        return Panache.getSession().chain(session -> session.merge(row).chain(session::flush));
    }

    /** What is left of the last account of that login, when one was ever deleted. */
    public Uni<Optional<Tombstone>> find(Login login) {
        return Panache.getSession()
                .chain(session -> session.find(TombstoneRow.class, login.text()))
                .map(row -> Optional.ofNullable(row).map(TombstoneRow::toTombstone));
    }

    /**
     * A part of it is gone as of {@code at}. The first word counts; one about an earlier account of that login does not.
     *
     * @return what is left now, when this was news
     */
    public Uni<Optional<Tombstone>> cleared(Login login, Part part, Instant at) {
        return Panache.getSession()
                .chain(session -> session.find(TombstoneRow.class, login.text(), LockModeType.PESSIMISTIC_WRITE))
                .map(row -> {
                    if (row == null || at.plus(CLOCKS).isBefore(row.requested) || isKnown(row, part)) {
                        return Optional.empty();
                    }
                    switch (part) {
                        case TASKS -> row.tasksCleared = at;
                        case FILES -> row.filesCleared = at;
                    }
                    return Optional.of(row.toTombstone());
                });
    }

    private static boolean isKnown(TombstoneRow row, Part part) {
        return switch (part) {
            case TASKS -> row.tasksCleared != null;
            case FILES -> row.filesCleared != null;
        };
    }
}
