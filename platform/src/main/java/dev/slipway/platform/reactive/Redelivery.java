package dev.slipway.platform.reactive;

import dev.slipway.platform.failure.Outage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Handles one incoming record until it is handled. While a backend does not answer, the record waits and is tried again,
 * for ever; any other fault is final and sends it to the dead-letter topic of its channel.
 */
public final class Redelivery {
    private static final Logger LOG = Logger.getLogger(Redelivery.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Redelivery() {}

    /** Each try runs on the event loop that asked for the first. */
    public static Uni<Void> untilHandled(Supplier<Uni<Void>> handling) {
        return Uni.createFrom().deferred(() -> {
            var loop = CallersLoop.now();
            return Uni.createFrom()
                    .deferred(() -> handling.get())
                    .runSubscriptionOn(loop)
                    .onFailure(Outage::is)
                    .invoke(fault -> LOG.debugf("waiting cause=%s", fault))
                    .onFailure(Outage::is)
                    .retry()
                    .withBackOff(FIRST, LONGEST)
                    .indefinitely()
                    .emitOn(loop);
        });
    }
}
