package dev.slipway.task.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.task.plan.Usage;
import dev.slipway.task.usage.UsageEntry;
import dev.slipway.task.usage.UsageLedger;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ledger, and the sums that are kept with it. */
final class SimulatedLedger implements UsageLedger {
    private final Map<String, UsageEntry> entries = new LinkedHashMap<>();
    private final Map<String, Usage> sums = new HashMap<>();
    private final Map<String, Usage> sumsOfProjects = new HashMap<>();

    @Override
    public Uni<Void> enter(UsageEntry entry) {
        var name = entry.task() + "-" + entry.attempt();
        assertThat(entries.putIfAbsent(name, entry))
                .as("attempt %s is counted once", name)
                .isNull();
        sums.merge(entry.owner(), usage(entry), Usage::plus);
        sumsOfProjects.merge(entry.project(), usage(entry), Usage::plus);
        return Uni.createFrom().voidItem();
    }

    private static Usage usage(UsageEntry it) {
        return new Usage(it.seconds(), it.cpus(), it.ramGb(), it.gpus());
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
