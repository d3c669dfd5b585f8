package dev.slipway.task.usage;

import dev.slipway.task.usage.Shares.Share;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The sums in PostgreSQL: some rows per account, project and day, where the ledger has thousands. */
@ApplicationScoped
class SqlUsageSums implements UsageSums {
    private static final String SUMS =
            "cast(sum(tasks) as bigint), cast(sum(cpus) as bigint), cast(sum(ram_gb) as bigint),"
                    + " cast(sum(gpus) as bigint), sum(seconds)";

    /** The last epoch of a project. */
    private static final String LAST =
            "epoch = (select count(*) from usage_mark where usage_mark.project = usage_day.project)";

    /**
     * Tasks that have another attempt under way have entries of former ones: what they ask for counts with what they hold, and not
     * twice. They are few and have an index; their entries are fetched one by one, whatever PostgreSQL thinks of how many there are.
     */
    private static final String AGAIN = """
            with again as (
              select entry.owner, entry.project, entry.epoch, entry.cpus, entry.ram_gb, entry.gpus
              from task
              cross join lateral (select * from usage_ledger where usage_ledger.task = task.id and counts limit 1) entry
              where task.state in ('placed', 'running', 'stopping') and task.attempt > 1
                and cast(entry.ended_at at time zone 'UTC' as date) >= ?3)""";

    private static final String ENDED = " select cast('o' as text), owner, " + SUMS
            + " from usage_day_of_holder where owner = any(cast(?1 as text[])) and day >= ?3 group by owner"
            + " union all select cast('p' as text), project, " + SUMS
            + " from usage_day where project = any(cast(?2 as text[])) and day >= ?3 and " + LAST + " group by project"
            + " union all select cast('d' as text), owner, bytes, 0, 0, 0, 0 from disk_sum"
            + " where owner = any(cast(?1 as text[]))"
            + " union all select cast('o' as text), owner, 0, -cpus, -ram_gb, -gpus, 0 from again"
            + " where owner = any(cast(?1 as text[]))"
            + " union all select cast('p' as text), project, 0, -cpus, -ram_gb, -gpus, 0 from again"
            + " where project = any(cast(?2 as text[]))"
            + " and epoch = (select count(*) from usage_mark where usage_mark.project = again.project)";

    /** In the sums of its project, too, since its last mark; else of its owner only. */
    private static final String WHOSE =
            "case when entry.epoch = (select count(*) from usage_mark where usage_mark.project = entry.project)"
                    + " then 'b' else 'c' end";

    /** Tasks that wait for another attempt and are in the sums by a former one: few, and with an index, as above. */
    private static final String WAIT_AGAIN = " union all select " + WHOSE + ", cast(entry.task as text), 0, 0, 0, 0, 0"
            + " from task"
            + " cross join lateral (select * from usage_ledger where usage_ledger.task = task.id and counts limit 1) entry"
            + " where task.state = 'pending' and task.attempt > 0"
            + " and cast(entry.ended_at at time zone 'UTC' as date) >= ?3";

    private static final String WINDOW = AGAIN + ENDED + WAIT_AGAIN;

    /** Who has not begun has used no time. */
    private static final String LIVE = """
            , live as (
              select task.owner, task.project, attempt.cpus, attempt.ram_gb, attempt.gpus,
                greatest(0, coalesce(extract(epoch from ?4 - attempt.started_at), 0)) as seconds
              from attempt join task on task.id = attempt.task
              where attempt.ended_at is null
                and (task.owner = any(cast(?1 as text[])) or task.project = any(cast(?2 as text[]))))""";

    private static final String HELD =
            "0, cast(sum(cpus) as bigint), cast(sum(ram_gb) as bigint), cast(sum(gpus) as bigint), sum(seconds) from live";

    /** Of the tasks asked about, those that are in the sums. */
    private static final String COUNTED = " union all select " + WHOSE + ", cast(task as text), 0, 0, 0, 0, 0"
            + " from usage_ledger entry where task = any(cast(?5 as bigint[])) and counts"
            + " and cast(ended_at at time zone 'UTC' as date) >= ?3";

    private static final String WITH_LIVE = AGAIN + LIVE + ENDED
            + " union all select cast('o' as text), owner, " + HELD
            + " where owner = any(cast(?1 as text[])) group by owner"
            + " union all select cast('p' as text), project, " + HELD
            + " where project = any(cast(?2 as text[])) group by project"
            + COUNTED;

    /** What is older counts less than a thousandth. */
    private static final int HALVINGS = 10;

    private static final String WEIGHT = " * power(0.5, greatest(?3 - day, 0) / cast(?4 as double precision))";
    private static final String WEIGHED =
            "sum(cpus" + WEIGHT + "), sum(ram_gb" + WEIGHT + "), sum(gpus" + WEIGHT + "), sum(seconds" + WEIGHT + ")";
    private static final String DECAYED = "select cast('o' as text), owner, " + WEIGHED
            + " from usage_day_of_holder where owner = any(cast(?1 as text[])) and day >= ?5 group by owner"
            + " union all select cast('p' as text), project, " + WEIGHED
            + " from usage_day where project = any(cast(?2 as text[])) and day >= ?5 and " + LAST + " group by project";

    @Override
    public Uni<UsageWindow> window(Collection<String> owners, Collection<String> projects, LocalDate first) {
        return rows(session -> session.createNativeQuery(WINDOW, Object[].class)
                        .setParameter(1, owners.toArray(String[]::new))
                        .setParameter(2, projects.toArray(String[]::new))
                        .setParameter(3, first))
                .map(SqlUsageSums::window);
    }

    @Override
    public Uni<UsageWindow> windowAndLive(
            Collection<String> owners,
            Collection<String> projects,
            Collection<Long> tasks,
            LocalDate first,
            Instant now) {
        return rows(session -> session.createNativeQuery(WITH_LIVE, Object[].class)
                        .setParameter(1, owners.toArray(String[]::new))
                        .setParameter(2, projects.toArray(String[]::new))
                        .setParameter(3, first)
                        .setParameter(4, now)
                        .setParameter(5, tasks.toArray(Long[]::new)))
                .map(SqlUsageSums::window);
    }

    private static UsageWindow window(List<Object[]> rows) {
        var both = numbers("b", rows);
        var ofOwners = new HashSet<>(numbers("c", rows));
        ofOwners.addAll(both);
        return new UsageWindow(named("o", rows), named("p", rows), bytes(rows), ofOwners, both);
    }

    private static Set<Long> numbers(String kind, List<Object[]> rows) {
        return rows.stream()
                .filter(it -> it[0].equals(kind))
                .map(it -> Long.valueOf((String) it[1]))
                .collect(Collectors.toSet());
    }

    @Override
    public Uni<Shares> decayed(
            Collection<String> owners, Collection<String> projects, LocalDate today, double halfLife) {
        return rows(session -> session.createNativeQuery(DECAYED, Object[].class)
                        .setParameter(1, owners.toArray(String[]::new))
                        .setParameter(2, projects.toArray(String[]::new))
                        .setParameter(3, today)
                        .setParameter(4, halfLife)
                        .setParameter(5, today.minusDays((long) Math.ceil(halfLife * HALVINGS))))
                .map(rows -> new Shares(shares("o", rows), shares("p", rows)));
    }

    private static Map<String, Share> shares(String kind, List<Object[]> rows) {
        var shares = new HashMap<String, Share>();
        rows.stream()
                .filter(it -> it[0].equals(kind))
                .forEach(it ->
                        shares.put((String) it[1], new Share(real(it[2]), real(it[3]), real(it[4]), real(it[5]))));
        return shares;
    }

    private static double real(Object value) {
        return ((Number) value).doubleValue();
    }

    private static Map<String, Use> named(String kind, List<Object[]> rows) {
        var uses = new HashMap<String, Use>();
        rows.stream().filter(it -> it[0].equals(kind)).forEach(it -> uses.merge((String) it[1], use(it, 2), Use::plus));
        return uses;
    }

    private static Map<String, Long> bytes(List<Object[]> rows) {
        return rows.stream().filter(it -> it[0].equals("d")).collect(Collectors.toMap(it -> (String) it[1], it ->
                (Long) it[2]));
    }

    @Override
    public Uni<List<Daily>> daysOfOwner(String owner, LocalDate first) {
        return days("usage_day_of_holder where owner = ?1", owner, first);
    }

    @Override
    public Uni<List<Daily>> daysOfProject(String project, LocalDate first) {
        return days("usage_day where project = ?1 and " + LAST, project, first);
    }

    private static Uni<List<Daily>> days(String whose, String name, LocalDate first) {
        return rows(session -> session.createNativeQuery(
                                "select day, " + SUMS + " from " + whose + " and day >= ?2 group by day order by day",
                                Object[].class)
                        .setParameter(1, name)
                        .setParameter(2, first))
                .map(rows -> rows.stream()
                        .map(it -> new Daily(day(it[0]), use(it, 1)))
                        .toList());
    }

    @Override
    public Uni<List<Line>> report(Grouping by, Filter filter, LocalDate first, LocalDate last) {
        var column = switch (by) {
            case DAY -> "cast(day as text)";
            case PROJECT -> "project";
            case USER -> "owner";
        };
        var days = filter.owner().isPresent() ? "usage_day_of_holder" : "usage_day";
        var whose = (filter.owner().isPresent() ? " and owner = :owner" : "")
                + (filter.project().isPresent() ? " and project = :project" : "");
        return rows(session -> {
                    var query = session.createNativeQuery(
                                    "select " + column + ", " + SUMS
                                            + " from " + days + " where day between :first and :last" + whose
                                            + " group by 1 order by 1",
                                    Object[].class)
                            .setParameter("first", first)
                            .setParameter("last", last);
                    filter.owner().ifPresent(it -> query.setParameter("owner", it));
                    filter.project().ifPresent(it -> query.setParameter("project", it));
                    return query;
                })
                .map(rows -> rows.stream()
                        .map(it -> new Line((String) it[0], use(it, 1)))
                        .toList());
    }

    @Override
    public Uni<Void> mark(String project, String by, Instant at) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into usage_mark (project, at, made_by) values (?1, ?2, ?3) on conflict do nothing")
                        .setParameter(1, project)
                        .setParameter(2, at)
                        .setParameter(3, by)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<List<Object[]>> rows(Function<Session, SelectionQuery<Object[]>> query) {
        return Panache.getSession().chain(session -> query.apply(session).getResultList());
    }

    private static LocalDate day(Object value) {
        return value instanceof Date date ? date.toLocalDate() : (LocalDate) value;
    }

    private static Use use(Object[] row, int from) {
        return new Use(
                whole(row[from]),
                whole(row[from + 1]),
                whole(row[from + 2]),
                whole(row[from + 3]),
                real(row[from + 4]));
    }

    private static long whole(Object value) {
        return ((Number) value).longValue();
    }
}
