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

    /** One that an entry came too late for is not answered any more: it is made again when it is asked for. */
    private static final String BILLS = """
            with added as (
              select kind, subject, month, entries, owner, project, count(*) as tasks, %s, sum(seconds) as seconds
              from bill join usage_ledger
                on ended_at >= cast(month as timestamp) at time zone 'UTC'
                and ended_at < (month + interval '1 month') at time zone 'UTC'
                and ((kind = 'project' and project = subject) or (kind = 'user' and owner = subject and ended_at >
                  coalesce((select cleared_at from account_clearing where account_clearing.owner = subject), '-infinity')))
              group by 1, 2, 3, 4, 5, 6),
            answered as (
              select kind, subject, month, entries, lines from bill where entries = (
                select coalesce(sum(tasks), 0) from added
                where (added.kind, added.subject, added.month) = (bill.kind, bill.subject, bill.month))),
            said as (
              select kind, subject, month, entries, line."user" as owner, line.project, sum(tasks) as tasks, sum(cpus) as cpus,
                sum(line."ramGb") as ram_gb, sum(gpus) as gpus, sum(seconds) as seconds
              from answered, json_to_recordset(cast(lines as json)) as line ("user" text, project text, tasks numeric,
                cpus numeric, "ramGb" numeric, gpus numeric, seconds float8)
              group by 1, 2, 3, 4, 5, 6)
            select distinct cast('bill' as text), kind || ' ' || subject || ' ' || to_char(month, 'YYYY-MM')
            from added a full join said s using (kind, subject, month, entries, owner, project)
              join answered using (kind, subject, month, entries)
            where (a.tasks, a.cpus, a.ram_gb, a.gpus) is distinct from (s.tasks, s.cpus, s.ram_gb, s.gpus)
              or (abs(a.seconds - s.seconds) <= 0.001 + 1e-9 * a.seconds) is not true
            limit ?1""".formatted(LedgerSums.ASKED);

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
                .chain(entries -> differences(DAYS, "ledger", List.of(most)).map(days -> both(entries, days)))
                .chain(sums -> differences(BILLS, "ledger", List.of(most)).map(bills -> both(sums, bills)))
                .chain(all -> rows(COUNTS, List.of()).map(counts -> compared(counts.getFirst(), all)));
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

    /** Makes the missing entries and all daily sums, and forgets the bills that are kept; in the caller's transaction, which entries of others wait for. */
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
