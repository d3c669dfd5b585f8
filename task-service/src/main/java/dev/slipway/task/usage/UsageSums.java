package dev.slipway.task.usage;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the daily sums of the ledger. Every method joins the caller's session or transaction. */
interface UsageSums {
    /**
     * What each of these used from {@code first} on, but what tasks asked for that have another attempt under way; and which of the
     * tasks that wait for another one are counted in it.
     */
    Uni<UsageWindow> window(Collection<String> owners, Collection<String> projects, LocalDate first);

    /**
     * The same and what each of these holds at {@code now}. It is of one moment: an attempt that ends meanwhile is in the ledger or
     * live, never both and never neither.
     *
     * @param tasks which of these are counted already is told, too
     */
    Uni<UsageWindow> windowAndLive(
            Collection<String> owners,
            Collection<String> projects,
            Collection<Long> tasks,
            LocalDate first,
            Instant now);

    /**
     * What each of these used up to and with {@code today}, where that of a day counts half for each {@code halfLife} days that have
     * passed.
     */
    Uni<Shares> decayed(Collection<String> owners, Collection<String> projects, LocalDate today, double halfLife);

    /** Days on which the account used something, oldest first, whatever the project. */
    Uni<List<Daily>> daysOfOwner(String owner, LocalDate first);

    /** Days on which the project used something since its last mark, oldest first. */
    Uni<List<Daily>> daysOfProject(String project, LocalDate first);

    /** Sums from {@code first} to {@code last}, both inclusive, by what they are grouped by, in its order. */
    Uni<List<Line>> report(Grouping by, Filter filter, LocalDate first, LocalDate last);

    /** Lets a project's counters start again. */
    Uni<Void> mark(String project, String by, Instant at);

    /** One day in UTC. */
    record Daily(LocalDate day, Use use) {}

    /** What sums are made for. */
    enum Grouping {
        DAY,
        PROJECT,
        USER
    }

    /** Whose use a report is about; everybody's when both are empty. */
    record Filter(Optional<String> owner, Optional<String> project) {}

    /** One line of a report: the day, project or account, and its use. */
    record Line(String key, Use use) {}
}
