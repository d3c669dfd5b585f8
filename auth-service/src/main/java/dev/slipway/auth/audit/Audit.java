package dev.slipway.auth.audit;

import dev.slipway.platform.identity.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** Writes down what was done, and shows it to administrators. */
@ApplicationScoped
public class Audit {
    /** Who did what the service did by itself. */
    public static final String ITSELF = "slipway";

    private static final int LONGEST = 500;
    private static final String KEEP = """
        insert into audit (at, actor, address, action, subject, detail) values (?1, ?2, ?3, ?4, ?5, ?6)\
        """;
    private static final String KEEP_ALONE = """
        insert into audit (at, actor, address, action, subject, detail) values ($1, $2, $3, $4, $5, $6)\
        """;
    private static final String READ = """
        select id, at, actor, address, action, subject, detail from audit
        where id > $1 and ($2 = '' or actor = $2 or subject = $2) order by id limit $3\
        """;

    private final Pool pool;
    private final Refusals refusals;
    private final InstantSource clock;

    Audit(Pool pool, Refusals refusals, InstantSource clock) {
        this.pool = pool;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * Notes something done, in the transaction that does it: both are true or neither.
     *
     * @param actor a login, or {@link #ITSELF}
     */
    public Uni<Void> note(String actor, String action, String subject, String detail) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEEP)
                        .setParameter(1, clock.instant())
                        .setParameter(2, cut(actor))
                        .setParameter(3, Origin.current())
                        .setParameter(4, action)
                        .setParameter(5, cut(subject))
                        .setParameter(6, cut(detail))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Notes something done, in a transaction of its own kind: one that is not Hibernate's. */
    public Uni<Void> note(SqlConnection transaction, String actor, String action, String subject, String detail) {
        return transaction
                .preparedQuery(KEEP_ALONE)
                .execute(entry(actor, action, subject, detail))
                .replaceWithVoid();
    }

    private Tuple entry(String actor, String action, String subject, String detail) {
        return Tuple.tuple(List.of(
                clock.instant().atOffset(ZoneOffset.UTC),
                cut(actor),
                Origin.current(),
                action,
                cut(subject),
                cut(detail)));
    }

    /** Notes something that was refused, so that nothing else tells of it. Dropped when there are too many, and on any fault. */
    public Uni<Void> noteRefused(String actor, String action, String subject, String detail) {
        if (!refusals.take()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(KEEP_ALONE)
                .execute(entry(actor, action, subject, detail))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    /**
     * The entries after one, oldest first; for administrators.
     *
     * @param after an entry's id, 0 for the first
     * @param account only what this login did or had done to it; empty for all
     */
    public Uni<List<Entry>> after(long after, int limit, String account, Caller caller) {
        caller.mustBeAdmin();
        return pool.preparedQuery(READ)
                .execute(Tuple.of(after, account, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Audit::toEntry)
                        .toList());
    }

    private static Entry toEntry(Row row) {
        return new Entry(
                row.getLong("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor"),
                row.getString("address"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail"));
    }

    /** What others sent may be anything: one line, of a length a page can show. */
    private static String cut(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
}
