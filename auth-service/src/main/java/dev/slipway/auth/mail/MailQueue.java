package dev.slipway.auth.mail;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The table of mails as the sender uses it. Every method is a statement of its own. */
@ApplicationScoped
class MailQueue {
    private static final String DUE = """
            select m.id, coalesce(m.address, a.email) as address, m.template, m.data, m.tries
            from mail m left join account a on a.login = m.account
            where m.state = 'queued' and m.next_try_at <= $1 order by m.next_try_at, m.id limit $2""";
    /** Only one sender gets a try, whatever they believe of the lease. */
    private static final String TAKE = """
            update mail set tries = tries + 1, next_try_at = $3, first_try_at = coalesce(first_try_at, $4)
            where id = $1 and tries = $2 and state = 'queued'""";

    private static final String SENT = """
            update mail set state = 'sent', done_at = $2, data = '{}', problem = null where id = $1 and state <> 'sent'""";
    private static final String FAILED = """
            update mail set state = 'failed', done_at = $2, data = '{}', problem = $3 where id = $1 and state = 'queued'""";
    private static final String TROUBLE = """
            update mail set
              problem = $2,
              state = case when first_try_at < $3 then 'failed' else state end,
              done_at = case when first_try_at < $3 then $4 end
            where id = $1 and state = 'queued' returning state""";

    private final Pool pool;
    private final InstantSource clock;

    MailQueue(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** At most {@code most} mails whose turn has come, the longest waiting first. */
    Uni<List<QueuedMail>> due(int most) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), most))
                .map(rows -> {
                    var found = new ArrayList<QueuedMail>(rows.size());
                    rows.forEach(row -> found.add(toMail(row)));
                    return found;
                });
    }

    private static QueuedMail toMail(Row row) {
        var data = new TreeMap<String, String>();
        new JsonObject(row.getString("data")).forEach(it -> data.put(it.getKey(), String.valueOf(it.getValue())));
        return new QueuedMail(
                row.getString("id"),
                Optional.ofNullable(row.getString("address")).filter(it -> !it.isEmpty()),
                row.getString("template"),
                data,
                row.getInteger("tries"));
    }

    /** Whether this try is ours; if it comes to nothing, the next is after {@code pause}. */
    Uni<Boolean> take(QueuedMail mail, Duration pause) {
        var now = clock.instant();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(mail.id(), mail.tries(), at(now.plus(pause)), at(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> sent(QueuedMail mail) {
        return pool.preparedQuery(SENT)
                .execute(Tuple.of(mail.id(), at(clock.instant())))
                .replaceWithVoid();
    }

    Uni<Void> failed(QueuedMail mail, String problem) {
        return pool.preparedQuery(FAILED)
                .execute(Tuple.of(mail.id(), at(clock.instant()), problem))
                .replaceWithVoid();
    }

    /** Notes what went wrong; whether the mail is given up, because its first try is longer ago than {@code giveUp}. */
    Uni<Boolean> trouble(QueuedMail mail, String problem, Duration giveUp) {
        var now = clock.instant();
        return pool.preparedQuery(TROUBLE)
                .execute(Tuple.of(mail.id(), problem, at(now.minus(giveUp)), at(now)))
                .map(rows -> {
                    for (var row : rows) {
                        return row.getString("state").equals("failed");
                    }
                    return false;
                });
    }

    /** Forgets what left or failed longer ago than {@code age}. */
    Uni<Void> forget(Duration age) {
        return pool.preparedQuery("delete from mail where state <> 'queued' and done_at < $1")
                .execute(Tuple.of(at(clock.instant().minus(age))))
                .replaceWithVoid();
    }

    private static Object at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
