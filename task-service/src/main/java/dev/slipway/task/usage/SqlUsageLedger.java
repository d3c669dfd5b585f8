package dev.slipway.task.usage;

import dev.slipway.platform.reactive.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The ledger in PostgreSQL. */
@ApplicationScoped
class SqlUsageLedger implements UsageLedger {
    /**
     * The entry, and only where it is new the sums of its day. What a task asked for is counted with the first of its attempts
     * that ran. What counts for the project begins anew with each of its marks, by the date of the end: an entry stays in the
     * epoch in which it was made, whatever is marked afterwards.
     */
    private static final String ENTER = """
            with entered as (
              insert into usage_ledger
                (task, attempt, owner, project, cpus, ram_gb, gpus, started_at, ended_at, seconds, counts, epoch)
              select $1, $2, $3, $4, $5, $6, $7, cast($8 as timestamptz), cast($9 as timestamptz), $10,
                cast($8 as timestamptz) is not null and ($2 = 1 or not exists (select from attempt
                  where attempt.task = $1 and attempt.number < $2 and attempt.started_at is not null)),
                (select count(*) from usage_mark where usage_mark.project = $4 and at <= $9)
              on conflict do nothing
              returning *)
            insert into usage_day as sums (owner, project, day, epoch, tasks, cpus, ram_gb, gpus, seconds)
            select owner, project, cast(ended_at at time zone 'UTC' as date), epoch, 1,
              case when counts then cpus else 0 end, case when counts then ram_gb else 0 end,
              case when counts then gpus else 0 end, seconds
            from entered
            on conflict (owner, project, day, epoch) do update set
              tasks = sums.tasks + excluded.tasks, cpus = sums.cpus + excluded.cpus,
              ram_gb = sums.ram_gb + excluded.ram_gb, gpus = sums.gpus + excluded.gpus,
              seconds = sums.seconds + excluded.seconds""";

    @Override
    public Uni<Void> enter(UsageEntry entry) {
        return Statements.change(
                        ENTER,
                        entry.task(),
                        entry.attempt(),
                        entry.owner(),
                        entry.project(),
                        entry.cpus(),
                        entry.ramGb(),
                        entry.gpus(),
                        entry.startedAt().orElse(null),
                        entry.endedAt(),
                        entry.seconds())
                .replaceWithVoid();
    }
}
