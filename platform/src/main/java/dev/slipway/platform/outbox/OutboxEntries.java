package dev.slipway.platform.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The outbox table as its relay reads it. */
@ApplicationScoped
class OutboxEntries {
    private static final int BATCH = 500;
    /** Of the events of one batch together, in bytes, but for the last of them. */
    private static final long LARGEST = 4 << 20;

    /** PostgreSQL knows how long a text is without reading it. */
    private static final String OLDEST = """
            select id, topic, key, event, made_at, before + octet_length(event) as bytes
            from (select id, topic, key, event, made_at,
                sum(octet_length(event)) over (order by id) - octet_length(event) as before
              from (select id, topic, key, event, made_at from outbox %s order by id limit $1) as oldest) as sized
            where before < $2 order by id""";

    /** Nobody waits for its disk: a deletion that a crash undoes is an event that is sent again, as after a crash before it. */
    private static final String DELETE = """
            with lax as (select set_config('synchronous_commit', 'off', true)),
            gone as (delete from outbox where id = any(%s) and exists (select from lax))
            """;

    private static final String NEXT = OLDEST.formatted("");
    private static final String NEXT_AND_DELETE = DELETE.formatted("$3") + OLDEST.formatted("where id <> all($3)");
    private static final String ONLY_DELETE = DELETE.formatted("$1") + "select 1";

    private final Pool pool;

    OutboxEntries(Pool pool) {
        this.pool = pool;
    }

    /**
     * The oldest of them, a batch at most.
     *
     * @param sent ids of others, which are deleted on the way: one statement is half of two
     */
    Uni<List<Entry>> oldest(Collection<Long> sent) {
        return (sent.isEmpty()
                        ? pool.preparedQuery(NEXT).execute(Tuple.of(BATCH, LARGEST))
                        : pool.preparedQuery(NEXT_AND_DELETE).execute(Tuple.of(BATCH, LARGEST, ids(sent))))
                .map(rows -> {
                    var entries = new ArrayList<Entry>(rows.size());
                    rows.forEach(row -> entries.add(Entry.of(row)));
                    return entries;
                });
    }

    Uni<Void> delete(Collection<Long> sent) {
        return pool.preparedQuery(ONLY_DELETE).execute(Tuple.of(ids(sent))).replaceWithVoid();
    }

    private static Long[] ids(Collection<Long> ids) {
        return ids.toArray(Long[]::new);
    }

    /** Whether there may be more behind these. */
    static boolean isFull(List<Entry> entries) {
        return entries.size() == BATCH || entries.getLast().bytes() >= LARGEST;
    }

    /**
     * An event that is to be sent.
     *
     * @param bytes how long it is, together with those before it in its batch
     */
    record Entry(long id, String topic, String key, String event, Instant madeAt, long bytes) {
        private static Entry of(Row row) {
            return new Entry(
                    row.getLong("id"),
                    row.getString("topic"),
                    row.getString("key"),
                    row.getString("event"),
                    row.getOffsetDateTime("made_at").toInstant(),
                    row.getLong("bytes"));
        }
    }
}
