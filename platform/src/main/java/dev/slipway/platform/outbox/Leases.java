package dev.slipway.platform.outbox;

import dev.slipway.platform.reactive.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Leases in PostgreSQL: {@code lease(name primary key, holder, fence, until)}. The database's clock decides. */
@ApplicationScoped
public class Leases {
    private static final Duration LENGTH = Duration.ofSeconds(10);

    /** One statement takes a free or expired lease, or renews our own; the fence grows only with a new holder. */
    private static final String ACQUIRE = """
            insert into lease as held (name, holder, fence, until)
            values ($1, $2, 1, now() + make_interval(secs => $3))
            on conflict (name) do update set
              fence = case when held.holder = excluded.holder then held.fence else held.fence + 1 end,
              holder = excluded.holder,
              until = excluded.until
            where held.holder = excluded.holder or held.until < now()
            returning fence""";

    private final Pool pool;
    private final String holder = UUID.randomUUID().toString();

    Leases(Pool pool) {
        this.pool = pool;
    }

    /** The lease taken or renewed; {@link Lease#none} where another holds it. */
    public Uni<Lease> acquire(Lease lease) {
        var asked = Instant.now();
        return pool.preparedQuery(ACQUIRE)
                .execute(Tuple.of(lease.name(), holder, (double) LENGTH.toSeconds()))
                .map(rows -> {
                    for (var row : rows) {
                        return new Lease(
                                lease.name(),
                                row.getLong("fence"),
                                asked.plus(LENGTH.dividedBy(3)),
                                asked.plus(LENGTH));
                    }
                    return Lease.none(lease.name());
                });
    }

    /** Whether the fence still stands; in the caller's transaction, and it stands until that ends. */
    public Uni<Boolean> stands(Lease lease) {
        return Statements.rows(
                        "select fence from lease where name = $1 and fence = $2 for share", lease.name(), lease.fence())
                .map(rows -> !rows.isEmpty());
    }

    /** Lets another take over at once; for a clean stop. */
    public Uni<Void> release(Lease lease) {
        return pool.preparedQuery("update lease set until = now() where name = $1 and holder = $2")
                .execute(Tuple.of(lease.name(), holder))
                .replaceWithVoid();
    }
}
