package dev.slipway.task.task;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Owner;
import dev.slipway.platform.reactive.Redelivery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What nodes tell us of containers. Redelivery is harmless: a task moves forward only. */
@ApplicationScoped
class ContainerEvents {
    private final Progress progress;

    ContainerEvents(Progress progress) {
        this.progress = progress;
    }

    @Incoming("container-events")
    Uni<Void> on(String json) {
        var event = Contract.read(json, ContainerEvent.class);
        if (event instanceof ContainerEvent.Unknown || !event.owner().isTask()) {
            return Uni.createFrom().voidItem();
        }
        return Redelivery.untilHandled(() -> handle(event));
    }

    private Uni<Void> handle(ContainerEvent event) {
        var id = idOf(event.owner());
        return switch (event) {
            case ContainerEvent.Preparing it -> progress.preparing(id, it.attempt(), it.directory(), it.tmp());
            case ContainerEvent.Started it ->
                progress.started(
                        id,
                        it.attempt(),
                        new Run.Start(it.engineId(), it.address(), it.directory(), it.tmp(), it.at()));
            case ContainerEvent.Exited it -> progress.exited(id, it.attempt(), it.at());
            case ContainerEvent.Collected it ->
                progress.collected(
                        id,
                        it.attempt(),
                        new Outcome.Exited(it.exitCode(), it.outOfMemory()),
                        new Run.Start(it.engineId(), "", it.directory(), it.tmp(), it.startedAt()),
                        it.at(),
                        it.bytes());
            case ContainerEvent.Failed it ->
                it.late()
                        ? progress.declined(id, it.attempt(), it.reason(), it.at())
                        : progress.failed(id, it.attempt(), it.reason(), it.system(), it.at());
            case ContainerEvent.Lost it -> progress.lost(id, it.attempt(), it.reason(), it.at());
            case ContainerEvent.Paused it -> progress.suspended(id, it.attempt());
            case ContainerEvent.Resumed it -> progress.resumed(id, it.attempt());
            case ContainerEvent.PauseRefused it -> progress.pauseRefused(id, it.attempt());
            case ContainerEvent.Unknown _ -> Uni.createFrom().voidItem();
        };
    }

    private static TaskId idOf(Owner owner) {
        return new TaskId(Long.parseLong(owner.id()));
    }
}
