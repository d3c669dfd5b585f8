package dev.slipway.node.container;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.EngineRefusal;
import dev.slipway.platform.contract.ContainerCommand.Pause;
import dev.slipway.platform.contract.ContainerCommand.Resume;
import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.outbox.EventSender;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Makes containers stand still and go on. Nothing of it is kept here: the engine knows what stands still, and a command
 * whose answer was not sent comes again. Commands of one container come in order, so the last one stands.
 */
@ApplicationScoped
class Pauses {
    private static final Logger LOG = Logger.getLogger(Pauses.class);

    private final ContainerEngine engine;
    private final EventSender events;
    private final Labels labels;
    private final InstantSource clock = InstantSource.system();

    Pauses(ContainerEngine engine, EventSender events, Labels labels) {
        this.engine = engine;
        this.events = events;
        this.labels = labels;
    }

    /** Done when the answer is sent. */
    Uni<Void> pause(Pause it) {
        return engine.pause(labels.engineName(it.container()))
                .<ContainerEvent>map(_ ->
                        new ContainerEvent.Paused(it.container(), it.owner(), it.attempt(), it.node(), clock.instant()))
                .onFailure(EngineRefusal.class)
                .recoverWithItem(fault -> new ContainerEvent.PauseRefused(
                        it.container(), it.owner(), it.attempt(), it.node(), textOf(fault), clock.instant()))
                .chain(this::tell);
    }

    /** Done when the answer is sent. */
    Uni<Void> resume(Resume it) {
        return engine.resume(labels.engineName(it.container()))
                .<ContainerEvent>map(_ -> new ContainerEvent.Resumed(
                        it.container(), it.owner(), it.attempt(), it.node(), clock.instant()))
                .onFailure(EngineRefusal.class)
                .recoverWithItem(fault -> new ContainerEvent.PauseRefused(
                        it.container(), it.owner(), it.attempt(), it.node(), textOf(fault), clock.instant()))
                .chain(this::tell);
    }

    private Uni<Void> tell(ContainerEvent event) {
        LOG.infof("container name=%s %s", event.container(), event.getClass().getSimpleName());
        return events.send(event);
    }

    private static String textOf(Throwable refusal) {
        return refusal instanceof EngineRefusal it ? it.text() : String.valueOf(refusal.getMessage());
    }
}
