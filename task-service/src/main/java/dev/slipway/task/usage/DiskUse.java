package dev.slipway.task.usage;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.ObjectEvent;
import dev.slipway.platform.reactive.Redelivery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What storage-service tells of the room files take. A word that comes again, or after a later one, changes nothing. */
@ApplicationScoped
class DiskUse {
    /** Whoever has the owner's row goes on alone, and sees what the one before wrote. */
    private static final String HOLD = """
            insert into disk_sum as held (owner, bytes) values ($1, 0)
            on conflict (owner) do update set bytes = held.bytes""";

    private static final String TAKE = """
            with before as (select bytes from disk_use where task = $1),
            taken as (
              insert into disk_use as known (task, owner, attempt, bytes) values ($1, $2, $3, $4)
              on conflict (task) do update set attempt = excluded.attempt, bytes = excluded.bytes
                where known.attempt < excluded.attempt
              returning known.bytes)
            update disk_sum set bytes = disk_sum.bytes + taken.bytes - coalesce((select bytes from before), 0)
            from taken where disk_sum.owner = $2""";

    private final Pool pool;

    DiskUse(Pool pool) {
        this.pool = pool;
    }

    @Incoming("object-events")
    Uni<Void> on(String json) {
        return Redelivery.untilHandled(() -> Contract.read(json, ObjectEvent.class) instanceof ObjectEvent.Used used
                ? pool.withTransaction(connection -> take(connection, used))
                : Uni.createFrom().voidItem());
    }

    private static Uni<Void> take(SqlConnection connection, ObjectEvent.Used used) {
        return connection
                .preparedQuery(HOLD)
                .execute(Tuple.of(used.owner()))
                .chain(() -> connection
                        .preparedQuery(TAKE)
                        .execute(Tuple.of(used.task(), used.owner(), used.attempt(), used.bytes())))
                .replaceWithVoid();
    }
}
