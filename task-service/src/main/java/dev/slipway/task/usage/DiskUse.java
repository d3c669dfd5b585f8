package dev.slipway.task.usage;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.ObjectEvent;
import dev.slipway.platform.reactive.Redelivery;
import dev.slipway.platform.reactive.Statements;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The room that files of tasks take: known when an attempt's files are kept, until storage-service tells that they are given up.
 * A word that comes again, or after a later one, changes nothing.
 */
@ApplicationScoped
public class DiskUse {
    /** Later than any attempt there can be. */
    private static final int GIVEN_UP = Integer.MAX_VALUE;

    private static final String TAKE = """
            with taken as (
              insert into disk_use as known (task, owner, attempt, bytes) values ($1, $2, $3, $4)
              on conflict (task) do update set attempt = excluded.attempt, was = known.bytes, bytes = excluded.bytes
                where known.attempt < excluded.attempt
              returning owner, bytes - was as more)
            insert into disk_sum as held (owner, bytes) select owner, more from taken
            on conflict (owner) do update set bytes = held.bytes + excluded.bytes""";

    /** Joins the transaction that ends the attempt. */
    public Uni<Void> kept(long task, String owner, int attempt, long bytes) {
        return Statements.change(TAKE, task, owner, attempt, bytes).replaceWithVoid();
    }

    @Incoming("object-events")
    Uni<Void> on(String json) {
        return Redelivery.untilHandled(() -> Contract.read(json, ObjectEvent.class) instanceof ObjectEvent.GivenUp gone
                ? Panache.withTransaction(() -> kept(gone.task(), gone.owner(), GIVEN_UP, 0))
                : Uni.createFrom().voidItem());
    }
}
