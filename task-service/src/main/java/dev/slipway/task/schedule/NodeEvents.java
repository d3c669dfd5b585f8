package dev.slipway.task.schedule;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.NodeEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** What nodes tell of themselves; every replica hears all of it, the leader acts on it. */
@ApplicationScoped
class NodeEvents {
    private static final Logger LOG = Logger.getLogger(NodeEvents.class);

    private final NodeViews views;
    private final Dispatcher dispatcher;
    private final Reconciler reconciler;

    NodeEvents(NodeViews views, Dispatcher dispatcher, Reconciler reconciler) {
        this.views = views;
        this.dispatcher = dispatcher;
        this.reconciler = reconciler;
    }

    @Incoming("node-events")
    Uni<Void> on(String json) {
        return switch (Contract.read(json, NodeEvent.class)) {
            case NodeEvent.Heartbeat it -> {
                if (views.heard(it)) {
                    dispatcher.wake();
                }
                yield Uni.createFrom().voidItem();
            }
            // The next one comes in seconds: one that could not be handled is not kept.
            case NodeEvent.Inventory it ->
                reconciler
                        .compare(it)
                        .onFailure()
                        .invoke(fault -> LOG.warnf("inventory not compared node=%s cause=%s", it.node(), fault))
                        .onFailure()
                        .recoverWithNull();
            case NodeEvent.Unknown _ -> Uni.createFrom().voidItem();
        };
    }
}
