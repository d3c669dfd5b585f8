package dev.slipway.node.container;

import dev.slipway.node.node.NodeName;
import dev.slipway.platform.contract.ContainerCommand;
import dev.slipway.platform.contract.ContainerCommand.Start;
import dev.slipway.platform.contract.ContainerCommand.Stop;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.reactive.Redelivery;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What other services ask of this node. Redelivery is harmless: a container that is known is left alone. */
@ApplicationScoped
class ContainerCommands {
    private final Containers containers;
    private final Pauses pauses;
    private final NodeName node;

    ContainerCommands(Containers containers, Pauses pauses, NodeName node) {
        this.containers = containers;
        this.pauses = pauses;
        this.node = node;
    }

    @Incoming("commands")
    Uni<Void> on(String json) {
        return Redelivery.untilHandled(() -> handle(Contract.read(json, ContainerCommand.class)));
    }

    private Uni<Void> handle(ContainerCommand command) {
        if (!node.get().equals(command.node())) {
            return Uni.createFrom().voidItem();
        }
        return switch (command) {
            case Start start -> containers.accept(start);
            case Stop stop -> containers.stop(stop);
            case ContainerCommand.Pause pause -> pauses.pause(pause);
            case ContainerCommand.Resume resume -> pauses.resume(resume);
            case ContainerCommand.Unknown _ -> Uni.createFrom().voidItem();
        };
    }

    /** Each node is a group of its own, with a fixed seat: a restarted one goes on at once where it was. */
    @Produces
    @ApplicationScoped
    @Identifier("commands")
    static Map<String, Object> group(NodeName node) {
        return Map.of("group.id", "node-" + node.get(), "group.instance.id", "node-" + node.get());
    }
}
