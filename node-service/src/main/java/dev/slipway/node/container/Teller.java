package dev.slipway.node.container;

import dev.slipway.platform.contract.ContainerEvent;
import dev.slipway.platform.outbox.EventSender;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Sends what the outbox of a container holds, one after the other, each until the broker has it. What has left goes from
 * the document with its next change, so that a short life costs no write for it.
 */
@ApplicationScoped
class Teller {
    private static final Logger LOG = Logger.getLogger(Teller.class);

    private final EventSender events;
    private final ContainerConfig config;

    Teller(EventSender events, ContainerConfig config) {
        this.events = events;
        this.config = config;
    }

    /** Sends in the background; that it is being prepared only if it still is after a while. */
    void begin(Tracked it) {
        wake(it, it.state() instanceof ContainerState.Accepted ? config.tellAfter() : Duration.ZERO);
    }

    private void wake(Tracked it, Duration delay) {
        if (delay.isZero()) {
            wake(it);
        } else {
            Uni.createFrom().voidItem().onItem().delayIt().by(delay).subscribe().with(_ -> wake(it));
        }
    }

    /** Sends in the background what is new. */
    void wake(Tracked it) {
        told(it).subscribe().with(_ -> {}, fault -> LOG.errorf(fault, "fault container=%s", it.name()));
    }

    /** Done when all that the container has to say is said. */
    Uni<Void> told(Tracked it) {
        return it.send(note -> send(it, note));
    }

    private Uni<Void> send(Tracked it, Note note) {
        var container = it.now();
        return Uni.createFrom()
                .deferred(() -> events.send(
                        container.name() + "/" + note.number(),
                        ContainerEvent.TOPIC,
                        container.owner().key(),
                        note.event(),
                        note.at()))
                .onFailure()
                .invoke(fault -> LOG.warnf("event waits container=%s cause=%s", container.name(), fault))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(5))
                .indefinitely()
                .invoke(() -> it.sent(note.number()));
    }
}
