package dev.slipway.platform.reactive;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.ReactiveConnection;
import org.jspecify.annotations.Nullable;

/**
 * Statements on the connection of Hibernate's session, so in its transaction, but past its queries: before each of those Hibernate
 * looks at all entities of the session for changes, and that takes as long as the statement. So entities are flushed before, by who
 * has changed them. Parameters are PostgreSQL's: {@code $1}, {@code $2}.
 */
public final class Statements {
    private Statements() {}

    /** How many rows it changed. Joins the caller's transaction. */
    public static Uni<Integer> change(String sql, @Nullable Object... values) {
        return connection().chain(it -> Uni.createFrom().completionStage(() -> it.update(sql, wired(values))));
    }

    /** Its rows, with times as {@link #instant} reads them. Joins the caller's session. */
    public static Uni<List<Object[]>> rows(String sql, @Nullable Object... values) {
        return connection()
                .chain(it -> Uni.createFrom().completionStage(() -> it.select(sql, wired(values))))
                .map(found -> {
                    var rows = new ArrayList<Object[]>(found.size());
                    found.forEachRemaining(rows::add);
                    return rows;
                });
    }

    /** A time that is set, as the driver or Hibernate hands it out. */
    public static Instant instant(Object value) {
        return value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value;
    }

    private static Uni<ReactiveConnection> connection() {
        return Panache.getSession().map(session -> ((MutinySessionImpl) session).getReactiveConnection());
    }

    /** The driver knows no other kind of time with a zone. */
    private static @Nullable Object[] wired(@Nullable Object[] values) {
        var wired = new @Nullable Object[values.length];
        for (int i = 0; i < values.length; i++) {
            wired[i] = values[i] instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : values[i];
        }
        return wired;
    }
}
