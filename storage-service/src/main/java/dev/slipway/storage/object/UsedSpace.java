package dev.slipway.storage.object;

import dev.slipway.platform.contract.ObjectEvent;
import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.outbox.EventSender;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Tells what the files of tasks take in the store. It is told before the node or the event that changed it is answered, and both
 * try until they are: a crash in between tells it later, and again, which changes nothing.
 */
@ApplicationScoped
class UsedSpace {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EventSender events;
    private final InstantSource clock = InstantSource.system();

    UsedSpace(EventSender events) {
        this.events = events;
    }

    /** These files are kept from now on. Fails with UNAVAILABLE when that cannot be told. */
    Uni<Void> kept(Place place, Manifest manifest) {
        return tell(place.task(), place.owner(), place.attempt(), manifest.bytes());
    }

    /** The task has no files any more. */
    Uni<Void> givenUp(TaskId task, String owner) {
        return tell(task, owner, ObjectEvent.Used.GIVEN_UP, 0);
    }

    private Uni<Void> tell(TaskId task, String owner, int attempt, long bytes) {
        return events.send(new ObjectEvent.Used(owner, task.number(), attempt, bytes, clock.instant()))
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() -> Failure.unavailable("Kafka does not answer; try again"));
    }
}
