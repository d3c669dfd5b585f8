package dev.slipway.task.usage;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.KnownProjects;
import dev.slipway.task.usage.UsageSums.Daily;
import dev.slipway.task.usage.UsageSums.Filter;
import dev.slipway.task.usage.UsageSums.Grouping;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What was used, for those who may know: accounts their own, members their project's, administrators all. */
@ApplicationScoped
public class Usage {
    private static final Logger LOG = Logger.getLogger(Usage.class);
    private static final long LONGEST_REPORT_DAYS = 3660;

    private final UsageSums sums;
    private final UsageWindows windows;
    private final KnownProjects projects;
    private final InstantSource clock;

    Usage(UsageSums sums, UsageWindows windows, KnownProjects projects, InstantSource clock) {
        this.sums = sums;
        this.windows = windows;
        this.projects = projects;
        this.clock = clock;
    }

    /** One day of the window. */
    public record Day(LocalDate date, Use use) {}

    /**
     * Sums of a span of days.
     *
     * @param lines one per day, project or account, sorted
     */
    public record Report(LocalDate from, LocalDate to, List<Line> lines, Use total) {}

    /** One line of a report. */
    public record Line(String key, Use use) {}

    /** What a report is grouped by. */
    public enum By {
        DAY,
        PROJECT,
        USER
    }

    /** The days within the window on which the account used something, oldest first. */
    public Uni<List<Day>> ofUser(String login, Caller caller) {
        caller.mustControl(login);
        return Panache.withSession(() -> sums.daysOfOwner(login, windows.firstDay()))
                .map(Usage::toDays);
    }

    /** The same of a project, since its counters last started. */
    public Uni<List<Day>> ofProject(String project, Caller caller) {
        if (!project.equals(KnownProjects.EVERYBODYS)) {
            projects.require(project);
        }
        if (!projects.belongs(caller, project)) {
            throw Failure.forbidden("Not a member of " + project);
        }
        return Panache.withSession(() -> sums.daysOfProject(project, windows.firstDay()))
                .map(Usage::toDays);
    }

    /** Lets the counters of a project start again from now. The ledger and its bills stay as they are. */
    public Uni<Void> restart(String project, Caller caller) {
        caller.mustBeAdmin();
        projects.require(project);
        Instant now = clock.instant();
        return Panache.withTransaction(() -> sums.mark(project, caller.login(), now))
                .invoke(() -> LOG.infof("usage restarts project=%s by=%s", project, caller.login()));
    }

    /**
     * Sums from one day to another, both inclusive; the window when none is given.
     *
     * @param user whose; the caller's own unless it is an administrator
     * @param project a project only; its owner sees everybody's use of it
     */
    public Uni<Report> report(
            By by,
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            Optional<String> user,
            Optional<String> project,
            Caller caller) {
        var last = to.orElse(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        var first = from.orElse(to.map(it -> it.minusDays(29)).orElse(windows.firstDay()));
        if (first.isAfter(last) || first.plusDays(LONGEST_REPORT_DAYS).isBefore(last)) {
            throw Failure.invalid("from", "must be before to, and at most ten years");
        }
        var whole = caller.isAdmin()
                || project.filter(it -> projects.owns(caller, it)).isPresent();
        user.filter(it -> !whole).ifPresent(caller::mustControl);
        var owner = user.or(() -> whole ? Optional.empty() : Optional.of(caller.login()));
        return Panache.withSession(
                        () -> sums.report(Grouping.valueOf(by.name()), new Filter(owner, project), first, last))
                .map(lines -> new Report(
                        first,
                        last,
                        lines.stream().map(it -> new Line(it.key(), it.use())).toList(),
                        lines.stream().map(UsageSums.Line::use).reduce(Use.NONE, Use::plus)));
    }

    private static List<Day> toDays(List<Daily> days) {
        return days.stream().map(it -> new Day(it.day(), it.use())).toList();
    }
}
