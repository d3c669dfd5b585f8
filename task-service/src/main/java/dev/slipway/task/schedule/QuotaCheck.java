package dev.slipway.task.schedule;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import dev.slipway.task.plan.Shape;
import dev.slipway.task.plan.Size;
import dev.slipway.task.task.Demand;
import dev.slipway.task.task.Outcomes;
import dev.slipway.task.task.TaskId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Quotas for dialects that say at the door what others say when it is a task's turn. The turn still counts. */
@ApplicationScoped
public class QuotaCheck {
    private static final TaskId NEXT = new TaskId(0);

    private final Quotas quotas;
    private final InstantSource clock;

    QuotaCheck(Quotas quotas, InstantSource clock) {
        this.quotas = quotas;
        this.clock = clock;
    }

    /** Fails with REFUSED where a quota would not let one more such task run now. */
    public Uni<Void> mustAllow(String owner, String project, Demand demand) {
        var size = new Size(demand.cpus(), demand.ramGb(), demand.gpus(), demand.ports());
        var shape = new Shape(owner, project, size, List.of(), 0);
        return Panache.withSession(() -> quotas.overQuota(Map.of(NEXT, shape), clock.instant()))
                .invoke(refused -> refused.values().forEach(why -> {
                    throw new Failure(Kind.REFUSED, "quota", Outcomes.reasonOf(why));
                }))
                .replaceWithVoid();
    }
}
