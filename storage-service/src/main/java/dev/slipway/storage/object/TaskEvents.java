package dev.slipway.storage.object;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.reactive.Redelivery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What task-service tells us: whose files are to go. Redelivery deletes what is gone already. */
@ApplicationScoped
class TaskEvents {
    private final Removals removals;

    TaskEvents(Removals removals) {
        this.removals = removals;
    }

    @Incoming("task-events")
    Uni<Void> on(String json) {
        return switch (Contract.read(json, TaskEvent.class)) {
            case TaskEvent.Archived it -> remove(it.task(), it.owner());
            case TaskEvent.Removed it -> remove(it.task(), it.owner());
            case TaskEvent.AccountCleared it -> Redelivery.untilHandled(() -> removals.account(it.owner()));
            case TaskEvent.Submitted _,
                    TaskEvent.Placed _,
                    TaskEvent.Started _,
                    TaskEvent.Stopping _,
                    TaskEvent.Suspended _,
                    TaskEvent.Resumed _,
                    TaskEvent.Rescheduled _,
                    TaskEvent.Ended _,
                    TaskEvent.Unknown _ -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> remove(long task, String owner) {
        return Redelivery.untilHandled(() -> removals.task(new TaskId(task), owner));
    }
}
