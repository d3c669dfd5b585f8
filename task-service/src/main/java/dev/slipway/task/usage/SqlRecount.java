package dev.slipway.task.usage;

import dev.slipway.task.usage.Recount.Difference;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/** Compares by set, in PostgreSQL: a million attempts are one statement. */
@ApplicationScoped
class SqlRecount {
    /** What the attempts say, in the words of the ledger. */
    private static final String PROVED = """
            proved as (
              select attempt.task, attempt.number as attempt, task.owner, task.project, attempt.cpus, attempt.ram_gb,
                attempt.gpus, attempt.started_at, attempt.ended_at,
                attempt.started_at is not null and not exists (select from attempt earlier where earlier.task = attempt.task
                  and earlier.number < attempt.number and earlier.started_at is not null) as counts,
                greatest(0, coalesce(extract(epoch from attempt.ended_at - attempt.started_at), 0)) as seconds
              from attempt join task on task.id = attempt.task where attempt.ended_at is not null)""";

    /** Milliseconds are what the ledger keeps. */
    private static final String ENTRIES = "with " + PROVED + """
             select case when l.task is null then 'missing' when p.task is null then 'unproved' else 'different' end,
              coalesce(p.task, l.task) || '-' || coalesce(p.attempt, l.attempt)
            from proved p full join usage_ledger l on l.task = p.task and l.attempt = p.attempt
            where l.task is null
              or (p.task is null and exists (select from task where task.id = l.task))
              or (p.task is not null and (
                (p.owner, p.project, p.cpus, p.ram_gb, p.gpus, p.ended_at)
                  is distinct from (l.owner, l.project, l.cpus, l.ram_gb, l.gpus, l.ended_at)
                or p.counts <> l.counts
                or abs(p.seconds - l.seconds) > 0.002))
            limit ?1""";

    private static final String ADDED_UP = """
            added as (
              select owner, project, cast(ended_at at time zone 'UTC' as date) as day,
                coalesce(epoch,
                  (select count(*) from usage_mark m where m.project = l.project and m.at <= l.ended_at)) as epoch,
                count(*) as tasks, %s, sum(seconds) as seconds
              from usage_ledger l group by 1, 2, 3, 4)""".formatted(LedgerSums.ASKED);

    /** Sums of fractions depend on their order, a little. */
    private static final String DAYS = "with " + ADDED_UP + """
             select cast('day' as text), owner || ' ' || project || ' ' || day
            from added a full join usage_day d using (owner, project, day, epoch)
            where (a.tasks, a.cpus, a.ram_gb, a.gpus) is distinct from (d.tasks, d.cpus, d.ram_gb, d.gpus)
              or abs(a.seconds - d.seconds) > 0.001 + 1e-9 * a.seconds
            limit ?1""";

    private static final String COUNTS = """
            select (select count(*) from attempt where ended_at is not null), (select count(*) from usage_ledger),
              (select count(*) from usage_ledger l where not exists (select from task where task.id = l.task)),
              (select count(*) from usage_day)""";

    private static final List<String> REPAIR = List.of(
            "lock table usage_day in share row exclusive mode",
            "with " + PROVED + """
             insert into usage_ledger (task, attempt, owner, project, cpus, ram_gb, gpus, started_at, ended_at, seconds, counts)
            select task, attempt, owner, project, cpus, ram_gb, gpus, started_at, ended_at, seconds, counts from proved
            on conflict do nothing""",
            "delete from usage_day",
            "with " + ADDED_UP + """
             insert into usage_day (owner, project, day, epoch, tasks, cpus, ram_gb, gpus, seconds)
            select owner, project, day, epoch, tasks, cpus, ram_gb, gpus, seconds from added""",
            "delete from bill");

    /** What a comparison found. */
    record Compared(long attempts, long entries, long forgotten, long days, List<Difference> differences) {}

    /** To be the first of its transaction: all that is compared is of one moment, this one. */
    Uni<Compared> compare(int most) {
        return execute("set transaction isolation level repeatable read")
                .chain(() -> differences(ENTRIES, "attempts", List.of(most)))
                .chain(entries -> differences(DAYS, "ledger", List.of(most))
                        .chain(days -> rows(COUNTS, List.of())
                                .map(counts -> compared(counts.getFirst(), both(entries, days)))));
    }

    private static Compared compared(Object[] counts, List<Difference> all) {
        return new Compared((long) counts[0], (long) counts[1], (long) counts[2], (long) counts[3], all);
    }

    static Uni<List<Difference>> differences(String sql, String where, List<Object> parameters) {
        return rows(sql, parameters)
                .map(rows -> rows.stream()
                        .map(it -> new Difference((String) it[0], (String) it[1], where))
                        .toList());
    }

    /** Makes the missing entries and all daily sums; in the caller's transaction, which entries of others wait for. */
    Uni<Void> repair() {
        var all = Uni.createFrom().voidItem();
        for (var sql : REPAIR) {
            all = all.chain(() -> execute(sql));
        }
        return all;
    }

    private static Uni<Void> execute(String sql) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql).executeUpdate())
                .replaceWithVoid();
    }

    static List<Difference> both(List<Difference> some, List<Difference> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    static Uni<List<Object[]>> rows(String sql, List<Object> parameters) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(sql, Object[].class);
            for (int i = 0; i < parameters.size(); i++) {
                query.setParameter(i + 1, parameters.get(i));
            }
            return query.getResultList();
        });
    }
}
