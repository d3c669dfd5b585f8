package dev.slipway.task.usage;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The ledger in PostgreSQL. */
@ApplicationScoped
class SqlUsageLedger implements UsageLedger {
    private static final String ENTER = """
            insert into usage_ledger
              (task, attempt, owner, project, cpus, ram_gb, gpus, started_at, ended_at, seconds)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            on conflict do nothing""";

    @Override
    public Uni<Void> enter(UsageEntry entry) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ENTER)
                        .setParameter(1, entry.task())
                        .setParameter(2, entry.attempt())
                        .setParameter(3, entry.owner())
                        .setParameter(4, entry.project())
                        .setParameter(5, entry.cpus())
                        .setParameter(6, entry.ramGb())
                        .setParameter(7, entry.gpus())
                        .setParameter(8, entry.startedAt().orElse(null))
                        .setParameter(9, entry.endedAt())
                        .setParameter(10, entry.seconds())
                        .executeUpdate())
                .replaceWithVoid();
    }
}
