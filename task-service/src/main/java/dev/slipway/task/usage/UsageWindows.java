package dev.slipway.task.usage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;

/** What counts now: the sums of the last days, today among them, in UTC. A day without use does not end the window. */
@ApplicationScoped
public class UsageWindows {
    private final UsageSums sums;
    private final UsageConfig config;
    private final InstantSource clock;

    UsageWindows(UsageSums sums, UsageConfig config, InstantSource clock) {
        this.sums = sums;
        this.config = config;
        this.clock = clock;
    }

    /** The use of all of these, in one query of daily sums, and which waiting tasks are in it; joins the caller's session. */
    public Uni<UsageWindow> of(Collection<String> owners, Collection<String> projects) {
        return sums.window(owners, projects, firstDay());
    }

    /** The same and what they hold at {@code now}, of one moment; and which of these tasks are in it. Joins the caller's session. */
    public Uni<UsageWindow> withLive(
            Collection<String> owners, Collection<String> projects, Collection<Long> tasks, Instant now) {
        return sums.windowAndLive(owners, projects, tasks, firstDay(), now);
    }

    /** The same for places in the queue, where old use counts less; empty where it does not. Joins the caller's session. */
    public Uni<Optional<Shares>> shares(Collection<String> owners, Collection<String> projects) {
        return config.halfLifeDays() <= 0
                ? Uni.createFrom().item(Optional.empty())
                : sums.decayed(owners, projects, today(), config.halfLifeDays()).map(Optional::of);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** The first day that counts. */
    public LocalDate firstDay() {
        return today().minusDays(config.windowDays() - 1L);
    }
}
