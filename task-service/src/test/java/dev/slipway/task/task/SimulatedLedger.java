package dev.slipway.task.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.task.plan.Usage;
import dev.slipway.task.usage.UsageEntry;
import dev.slipway.task.usage.UsageLedger;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ledger, and the sums that are kept with it. */
final class SimulatedLedger implements UsageLedger {
    private final Map<String, UsageEntry> entries = new LinkedHashMap<>();
    private final Map<Long, UsageEntry> counting = new HashMap<>();
    private final Map<String, Usage> sums = new HashMap<>();
    private final Map<String, Usage> sumsOfProjects = new HashMap<>();

    @Override
    public Uni<Void> enter(UsageEntry entry) {
        var name = entry.task() + "-" + entry.attempt();
        assertThat(entries.putIfAbsent(name, entry))
                .as("attempt %s is counted once", name)
                .isNull();
        var counts = entry.startedAt().isPresent() && counting.putIfAbsent(entry.task(), entry) == null;
        var used = counts ? usage(entry) : new Usage(entry.seconds(), 0, 0, 0);
        sums.merge(entry.owner(), used, Usage::plus);
        sumsOfProjects.merge(entry.project(), used, Usage::plus);
        return Uni.createFrom().voidItem();
    }

    private static Usage usage(UsageEntry it) {
        return new Usage(it.seconds(), it.cpus(), it.ramGb(), it.gpus());
    }

    /** The entry with which is counted what a task asked for. */
    Optional<UsageEntry> countingOf(long task) {
        return Optional.ofNullable(counting.get(task));
    }

    Map<String, UsageEntry> entries() {
        return entries;
    }

    Map<String, Usage> sums() {
        return sums;
    }

    Map<String, Usage> sumsOfProjects() {
        return sumsOfProjects;
    }
}
