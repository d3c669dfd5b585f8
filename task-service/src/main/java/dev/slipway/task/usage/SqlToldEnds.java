package dev.slipway.task.usage;

import dev.slipway.task.usage.NodesWord.End;
import dev.slipway.task.usage.NodesWord.Start;
import dev.slipway.task.usage.NodesWord.Words;
import dev.slipway.task.usage.Recount.Difference;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The ends that nodes told, in a table that is gone with its transaction, and what of them the ledger says otherwise. */
@ApplicationScoped
class SqlToldEnds {
    private static final String CREATE = """
            create temp table told (task bigint, attempt int, owner text, project text, cpus int, ram_gb int, gpus int,
              started_at timestamptz, ended_at timestamptz, primary key (task, attempt)) on commit drop""";

    private static final String CREATE_STARTS =
            "create temp table told_start (task bigint, attempt int, at timestamptz, primary key (task, attempt)) on commit drop";

    /** As the task itself goes by the first word about its start. */
    private static final String ADD_STARTS = """
            insert into told_start
            select task, attempt, cast(at as timestamptz)
            from unnest(cast(?1 as bigint[]), cast(?2 as int[]), cast(?3 as text[])) as it (task, attempt, at)
            on conflict do nothing""";

    /** The first word about an end is the one that counts. */
    private static final String ADD = """
            insert into told
            select task, attempt, owner, project, cpus, ram_gb, gpus, cast(nullif(started_at, '') as timestamptz),
              cast(ended_at as timestamptz)
            from unnest(cast(?1 as bigint[]), cast(?2 as int[]), cast(?3 as text[]), cast(?4 as text[]),
              cast(?5 as int[]), cast(?6 as int[]), cast(?7 as int[]), cast(?8 as text[]), cast(?9 as text[]))
              as it (task, attempt, owner, project, cpus, ram_gb, gpus, started_at, ended_at)
            on conflict do nothing""";

    /**
     * An end that is not handled yet, or of a task never known here, is no difference; nor are the times of one that came
     * after its attempt had been given up. Milliseconds are what the ledger keeps.
     */
    private static final String UNTOLD = """
            select cast('untold' as text), told.task || '-' || told.attempt
            from told
            left join told_start s on s.task = told.task and s.attempt = told.attempt
            left join usage_ledger l on l.task = told.task and l.attempt = told.attempt
            left join attempt a on a.task = told.task and a.number = told.attempt
            where (l.task is null and a.ended_at is not null)
              or (l.task is not null and (
                (l.owner, l.project) is distinct from (told.owner, told.project)
                or (told.cpus > 0 and (l.cpus, l.ram_gb, l.gpus) is distinct from (told.cpus, told.ram_gb, told.gpus))
                or (told.started_at is not null and l.ended_at <> l.started_at
                  and coalesce(a.outcome, 'exited') in ('exited', 'killed') and (
                    abs(extract(epoch from l.ended_at - told.ended_at)) > 0.002
                    or abs(l.seconds - extract(epoch from told.ended_at - coalesce(s.at, told.started_at))) > 0.002))))
            limit ?1""";

    /** What is over by its node's word, and its node has not said it. */
    private static final String UNHEARD = """
            select cast('unheard' as text), l.task || '-' || l.attempt
            from usage_ledger l join attempt a on a.task = l.task and a.number = l.attempt
            where a.outcome = 'exited' and l.ended_at > ?2
              and not exists (select from told where told.task = l.task and told.attempt = l.attempt)
            limit ?1""";

    /** Before the first {@link #add}, in the transaction of all. */
    Uni<Void> create() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CREATE)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery(CREATE_STARTS).executeUpdate()))
                .replaceWithVoid();
    }

    Uni<Void> add(Words words) {
        return addStarts(words.starts()).chain(() -> addEnds(words.ends()));
    }

    private static Uni<Void> addStarts(List<Start> starts) {
        if (starts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD_STARTS)
                        .setParameter(1, column(starts, Start::task).toArray(Long[]::new))
                        .setParameter(2, column(starts, Start::attempt).toArray(Integer[]::new))
                        .setParameter(
                                3, column(starts, it -> it.at().toString()).toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> addEnds(List<End> ends) {
        if (ends.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD)
                        .setParameter(1, column(ends, End::task).toArray(Long[]::new))
                        .setParameter(2, column(ends, End::attempt).toArray(Integer[]::new))
                        .setParameter(3, column(ends, End::owner).toArray(String[]::new))
                        .setParameter(4, column(ends, End::project).toArray(String[]::new))
                        .setParameter(5, column(ends, End::cpus).toArray(Integer[]::new))
                        .setParameter(6, column(ends, End::ramGb).toArray(Integer[]::new))
                        .setParameter(7, column(ends, End::gpus).toArray(Integer[]::new))
                        .setParameter(
                                8,
                                column(
                                                ends,
                                                it -> it.startedAt()
                                                        .map(Instant::toString)
                                                        .orElse(""))
                                        .toArray(String[]::new))
                        .setParameter(9, column(ends, it -> it.at().toString()).toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** How many were added. */
    Uni<Long> count() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("select count(*) from told", Long.class)
                        .getSingleResult());
    }

    /**
     * What the ledger says otherwise.
     *
     * @param since since when every end was added; what is older may have been told and forgotten
     * @param most of each kind
     */
    Uni<List<Difference>> differences(Instant since, int most) {
        return SqlRecount.differences(UNTOLD, "container-events", List.of(most))
                .chain(untold -> SqlRecount.differences(UNHEARD, "ledger", List.of(most, since))
                        .map(unheard -> SqlRecount.both(untold, unheard)));
    }

    private static <W, T> List<T> column(List<W> words, Function<W, T> member) {
        return words.stream().map(member).toList();
    }
}
