package dev.slipway.node.container;

import dev.slipway.node.job.Jobs;
import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.contract.TaskEvent;
import dev.slipway.platform.reactive.Redelivery;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** What task-service tells us: whose job directories are to go. Whoever has none has nothing to do. */
@ApplicationScoped
class TaskEvents {
    private static final Logger LOG = Logger.getLogger(TaskEvents.class);

    private final Jobs jobs;

    TaskEvents(Jobs jobs) {
        this.jobs = jobs;
    }

    @Incoming("task-events")
    Uni<Void> on(String json) {
        return switch (Contract.read(json, TaskEvent.class)) {
            case TaskEvent.Archived it -> remove(it.task(), it.owner());
            case TaskEvent.Removed it -> remove(it.task(), it.owner());
            case TaskEvent.Submitted _,
                    TaskEvent.Placed _,
                    TaskEvent.Started _,
                    TaskEvent.Stopping _,
                    TaskEvent.Suspended _,
                    TaskEvent.Resumed _,
                    TaskEvent.Rescheduled _,
                    TaskEvent.Ended _,
                    TaskEvent.AccountCleared _,
                    TaskEvent.Unknown _ -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> remove(long task, String account) {
        return Redelivery.untilHandled(() -> jobs.remove(Owner.task(task, account, "")))
                .invoke(() -> LOG.debugf("directory removed task=%d", task));
    }

    /** Each node is a group of its own: what it missed while it was away is told when it is back. */
    @Produces
    @ApplicationScoped
    @Identifier("task-events")
    static Map<String, Object> group(NodeName node) {
        return Map.of("group.id", "node-" + node.get() + "-tasks");
    }
}
