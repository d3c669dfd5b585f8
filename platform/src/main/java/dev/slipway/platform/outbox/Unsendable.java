package dev.slipway.platform.outbox;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/**
 * Events the broker will never take, however often they are sent: kept with the reason in {@code outbox_dead(id, topic, key,
 * event, made_at, reason, refused_at)}. Later events of the same key do not wait for them.
 */
@ApplicationScoped
class Unsendable {
    private static final Logger LOG = Logger.getLogger(Unsendable.class);
    /** What speaks of the one record alone. Others, such as a missing right, speak of all: putting those aside would lose them. */
    private static final Set<Class<? extends Throwable>> FINAL = Set.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class,
            SerializationException.class);

    private static final String PUT_ASIDE = """
            with refused as (delete from outbox where id = $1 returning id, topic, key, event, made_at)
            insert into outbox_dead (id, topic, key, event, made_at, reason)
            select id, topic, key, event, made_at, $2 from refused""";

    private final Pool pool;

    Unsendable(Pool pool) {
        this.pool = pool;
    }

    /** An event that was refused, and why. */
    record Refused(long id, String topic, String key, Throwable fault) {}

    static boolean isFinal(Throwable fault) {
        return FINAL.contains(fault.getClass());
    }

    /** Out of the way of the others, and kept. */
    Uni<Void> putAside(List<Refused> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(this::putAside)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> putAside(Refused event) {
        LOG.errorf(
                "unsendable event=%d topic=%s key=%s cause=%s", event.id(), event.topic(), event.key(), event.fault());
        return pool.preparedQuery(PUT_ASIDE)
                .execute(Tuple.of(event.id(), event.fault().toString()))
                .replaceWithVoid();
    }

    /** How many are kept, by their topics. */
    Uni<Map<String, Long>> counts() {
        return pool.query("select topic, count(*) as events from outbox_dead group by topic")
                .execute()
                .map(rows -> {
                    Map<String, Long> counts = new TreeMap<>();
                    rows.forEach(row -> counts.put(row.getString("topic"), row.getLong("events")));
                    return counts;
                });
    }
}
