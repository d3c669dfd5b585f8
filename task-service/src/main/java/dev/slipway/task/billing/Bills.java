package dev.slipway.task.billing;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.KnownProjects;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/** The bill of a month in UTC. Months that are over are kept as they were first added up, until an entry comes late. */
@ApplicationScoped
public class Bills {
    /** Whom a bill is for. */
    public enum Kind {
        USER,
        PROJECT
    }

    private final BillRepository repository;
    private final KnownProjects projects;
    private final InstantSource clock;

    Bills(BillRepository repository, KnownProjects projects, InstantSource clock) {
        this.repository = repository;
        this.projects = projects;
        this.clock = clock;
    }

    /** For the account itself, the owner of the project, and administrators. {@code fresh} adds everything up again. */
    public Uni<List<BillLine>> of(Kind kind, String subject, YearMonth month, boolean fresh, Caller caller) {
        mustBeAllowed(kind, subject, caller);
        var now = clock.instant();
        return isOver(month, now)
                ? Panache.withTransaction(() -> kept(kind, subject, month, fresh, now))
                : Panache.withSession(() -> repository.addUp(kind, subject, month));
    }

    private void mustBeAllowed(Kind kind, String subject, Caller caller) {
        switch (kind) {
            case USER -> caller.mustControl(subject);
            case PROJECT -> {
                if (!subject.equals(KnownProjects.EVERYBODYS)) {
                    projects.require(subject);
                }
                if (!projects.owns(caller, subject)) {
                    throw Failure.forbidden("Only its owner sees the bill of a project");
                }
            }
        }
    }

    private static boolean isOver(YearMonth month, Instant now) {
        return month.isBefore(YearMonth.from(now.atOffset(ZoneOffset.UTC)));
    }

    private Uni<List<BillLine>> kept(Kind kind, String subject, YearMonth month, boolean fresh, Instant now) {
        return fresh
                ? make(kind, subject, month, now)
                : repository
                        .find(kind, subject, month)
                        .chain(found -> found.map(it -> Uni.createFrom().item(it))
                                .orElseGet(() -> make(kind, subject, month, now)));
    }

    private Uni<List<BillLine>> make(Kind kind, String subject, YearMonth month, Instant now) {
        return repository.addUp(kind, subject, month).call(lines -> repository.keep(kind, subject, month, lines, now));
    }
}
