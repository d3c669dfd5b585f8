package dev.slipway.task.task;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;

/** Ends tasks that are not let run. */
@ApplicationScoped
public class Refusals {
    private final TaskRepository repository;
    private final Ends ends;

    Refusals(TaskRepository repository, Ends ends) {
        this.repository = repository;
        this.ends = ends;
    }

    /**
     * Joins the caller's transaction.
     *
     * @param reasons by the numbers of tasks; those that do not wait any more are left as they are
     * @return what waited for one of these last
     */
    public Uni<Freed> refuse(Map<TaskId, Outcome> reasons, Instant now) {
        return Multi.createFrom()
                .iterable(reasons.entrySet())
                .onItem()
                .transformToUniAndConcatenate(it -> refuse(it.getKey(), it.getValue(), now))
                .collect()
                .asList()
                .map(all -> all.stream().reduce(Freed.NOTHING, Freed::and));
    }

    private Uni<Freed> refuse(TaskId id, Outcome reason, Instant now) {
        return repository
                .find(id)
                .chain(found -> found.map(it -> it.refuse(now, reason))
                        .filter(it -> it.isOver() && !found.get().isOver())
                        .map(ends::keep)
                        .orElseGet(() -> Uni.createFrom().item(Freed.NOTHING)));
    }
}
