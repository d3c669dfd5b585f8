package dev.slipway.storage.object;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.reactive.Redelivery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What node-service tells us: where a task's files are made, and that none will come. Redelivery changes nothing. */
@ApplicationScoped
class ContainerEvents {
    private final Deliveries deliveries;

    ContainerEvents(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Incoming("container-events")
    Uni<Void> on(String json) {
        var event = Contract.read(json, ContainerEvent.class);
        if (event.owner() == null || !event.owner().isTask()) {
            return Uni.createFrom().voidItem();
        }
        return Redelivery.untilHandled(() -> handle(event));
    }

    private Uni<Void> handle(ContainerEvent event) {
        return switch (event) {
            case ContainerEvent.Preparing it -> deliveries.tell(place(it.owner(), it.attempt(), it.node()));
            case ContainerEvent.Started it -> deliveries.tell(place(it.owner(), it.attempt(), it.node()));
            case ContainerEvent.Failed it ->
                deliveries.tell(place(it.owner(), it.attempt(), it.node()).over());
            case ContainerEvent.Lost it ->
                deliveries.tell(place(it.owner(), it.attempt(), it.node()).over());
            // The manifest came before Collected, and says more.
            case ContainerEvent.Exited _,
                    ContainerEvent.Collected _,
                    ContainerEvent.Paused _,
                    ContainerEvent.Resumed _,
                    ContainerEvent.PauseRefused _,
                    ContainerEvent.Unknown _ -> Uni.createFrom().voidItem();
        };
    }

    private static Place place(Owner owner, int attempt, String node) {
        return Place.live(TaskId.of(owner.id()), owner.account(), owner.project(), attempt, Optional.of(node));
    }
}
