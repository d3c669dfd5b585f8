package dev.slipway.task.usage;

import dev.slipway.task.usage.NodesWord.End;
import dev.slipway.task.usage.Recount.Difference;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Compares by set, in PostgreSQL: a million attempts are one statement. */
@ApplicationScoped
class SqlRecount {
    /** What the attempts say, in the words of the ledger. */
    private static final String PROVED = """
            proved as (
              select attempt.task, attempt.number as attempt, task.owner, task.project, attempt.cpus, attempt.ram_gb,
                attempt.gpus, attempt.started_at, attempt.ended_at,
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
                or abs(p.seconds - l.seconds) > 0.002))
            limit ?1""";

    private static final String ADDED_UP = """
            added as (
              select owner, project, cast(ended_at at time zone 'UTC' as date) as day,
                (select count(*) from usage_mark m where m.project = l.project and m.at <= l.ended_at) as epoch,
                count(*) as tasks, sum(cpus) as cpus, sum(ram_gb) as ram_gb, sum(gpus) as gpus, sum(seconds) as seconds
              from usage_ledger l group by 1, 2, 3, 4)""";

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

    /**
     * An end that is not handled yet, or of a task never known here, is no difference; nor is one that came after its
     * attempt had been given up.
     */
    private static final String TOLD = """
            select told.task || '-' || told.attempt
            from unnest(cast(?1 as bigint[]), cast(?2 as int[]), cast(?3 as text[]), cast(?4 as text[]),
              cast(?5 as text[])) as told (task, attempt, owner, project, at)
            left join usage_ledger l on l.task = told.task and l.attempt = told.attempt
            left join attempt a on a.task = told.task and a.number = told.attempt
            where (l.task is null and a.ended_at is not null)
              or (l.task is not null and (
                (l.owner, l.project) is distinct from (told.owner, told.project)
                or (abs(extract(epoch from l.ended_at - cast(told.at as timestamptz))) > 0.002 and l.ended_at <> l.started_at
                  and coalesce(a.outcome, 'exited') in ('exited', 'killed'))))""";

    private static final List<String> REPAIR = List.of(
            "lock table usage_day in share row exclusive mode",
            "with " + PROVED + """
             insert into usage_ledger (task, attempt, owner, project, cpus, ram_gb, gpus, started_at, ended_at, seconds)
            select task, attempt, owner, project, cpus, ram_gb, gpus, started_at, ended_at, seconds from proved
            on conflict do nothing""",
            "delete from usage_day",
            "with " + ADDED_UP + """
             insert into usage_day (owner, project, day, epoch, tasks, cpus, ram_gb, gpus, seconds)
            select owner, project, day, epoch, tasks, cpus, ram_gb, gpus, seconds from added""",
            "delete from bill");

    /** What a comparison found. */
    record Compared(long attempts, long entries, long forgotten, long days, List<Difference> differences) {}

    /** Joins the caller's session. */
    Uni<Compared> compare(int most) {
        return differences(ENTRIES, "attempts", most)
                .chain(entries -> differences(DAYS, "ledger", most)
                        .chain(days ->
                                rows(COUNTS, List.of()).map(counts -> compared(counts.getFirst(), entries, days))));
    }

    private static Compared compared(Object[] counts, List<Difference> entries, List<Difference> days) {
        var all = new ArrayList<>(entries);
        all.addAll(days);
        return new Compared((long) counts[0], (long) counts[1], (long) counts[2], (long) counts[3], all);
    }

    private static Uni<List<Difference>> differences(String sql, String where, int most) {
        return rows(sql, List.of(most))
                .map(rows -> rows.stream()
                        .map(it -> new Difference((String) it[0], (String) it[1], where))
                        .toList());
    }

    /** Makes the missing entries and all daily sums; in the caller's transaction, which entries of others wait for. */
    Uni<Void> repair() {
        var all = Uni.createFrom().voidItem();
        for (var sql : REPAIR) {
            all = all.chain(() -> Panache.getSession()
                    .chain(session -> session.createNativeQuery(sql).executeUpdate())
                    .replaceWithVoid());
        }
        return all;
    }

    /** The ends that the ledger does not know as they were told. */
    Uni<List<Difference>> compareWithNodes(List<End> ends) {
        if (ends.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Panache.withSession(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(TOLD, String.class)
                                .setParameter(1, column(ends, End::task).toArray(Long[]::new))
                                .setParameter(2, column(ends, End::attempt).toArray(Integer[]::new))
                                .setParameter(3, column(ends, End::owner).toArray(String[]::new))
                                .setParameter(4, column(ends, End::project).toArray(String[]::new))
                                .setParameter(
                                        5,
                                        column(ends, it -> it.at().toString()).toArray(String[]::new))
                                .getResultList()))
                .map(rows -> rows.stream()
                        .map(it -> new Difference("untold", it, "container-events"))
                        .toList());
    }

    private static <T> List<T> column(List<End> ends, Function<End, T> member) {
        return ends.stream().map(member).toList();
    }

    private static Uni<List<Object[]>> rows(String sql, List<Object> parameters) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(sql, Object[].class);
            for (int i = 0; i < parameters.size(); i++) {
                query.setParameter(i + 1, parameters.get(i));
            }
            return query.getResultList();
        });
    }
}
