package dev.slipway.task.billing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.task.billing.Bills.Kind;
import dev.slipway.task.usage.LedgerSums;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bills in PostgreSQL. */
@ApplicationScoped
class SqlBillRepository implements BillRepository {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SUMS =
            "select owner, project, count(*), " + LedgerSums.ASKED + ", sum(seconds) from usage_ledger where ";

    private static final String FIND = """
            select lines from bill where kind = ?1 and subject = ?2 and month = ?3 and entries =
              (select coalesce(sum(tasks), 0) from\s""";

    private static final String KEEP = """
            insert into bill (kind, subject, month, made_at, entries, lines) values (?1, ?2, ?3, ?4, ?5, ?6)
            on conflict (kind, subject, month) do update
              set made_at = excluded.made_at, entries = excluded.entries, lines = excluded.lines""";

    @Override
    public Uni<Optional<List<BillLine>>> find(Kind kind, String subject, YearMonth month) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                FIND + days(kind) + " = ?2 and day >= ?3 and day < ?4)", String.class)
                        .setParameter(1, word(kind))
                        .setParameter(2, subject)
                        .setParameter(3, month.atDay(1))
                        .setParameter(4, month.plusMonths(1).atDay(1))
                        .getSingleResultOrNull())
                .map(json -> Optional.ofNullable(json).map(SqlBillRepository::read));
    }

    @Override
    public Uni<List<BillLine>> addUp(Kind kind, String subject, YearMonth month) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                SUMS + entries(kind)
                                        + " and ended_at >= ?2 and ended_at < ?3 group by 1, 2 order by 1, 2",
                                Object[].class)
                        .setParameter(1, subject)
                        .setParameter(2, start(month))
                        .setParameter(3, start(month.plusMonths(1)))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(it -> new BillLine(
                                (String) it[0],
                                (String) it[1],
                                (long) it[2],
                                (long) it[3],
                                (long) it[4],
                                (long) it[5],
                                ((Number) it[6]).doubleValue()))
                        .toList());
    }

    @Override
    public Uni<Void> keep(Kind kind, String subject, YearMonth month, List<BillLine> lines, Instant at) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEEP)
                        .setParameter(1, word(kind))
                        .setParameter(2, subject)
                        .setParameter(3, month.atDay(1))
                        .setParameter(4, at)
                        .setParameter(
                                5, lines.stream().mapToLong(BillLine::tasks).sum())
                        .setParameter(6, write(lines))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static String days(Kind kind) {
        return switch (kind) {
            case USER -> "usage_day_of_holder where owner";
            case PROJECT -> "usage_day where project";
        };
    }

    /** Who had the login of an account before has no part in its bill; a project pays for both. */
    private static String entries(Kind kind) {
        return switch (kind) {
            case USER ->
                "owner = ?1 and ended_at > coalesce((select cleared_at from account_clearing where owner = ?1),"
                        + " '-infinity')";
            case PROJECT -> "project = ?1";
        };
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static List<BillLine> read(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a kept bill: " + e.getOriginalMessage(), e);
        }
    }

    private static String write(List<BillLine> lines) {
        try {
            return JSON.writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
