package dev.slipway.platform.web;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What the body of one request takes of the room there is for all, until it is answered. */
final class Room {
    /** Nobody holds it longer: not every connection that breaks off is told here. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final BodyBounds bounds;
    private final AtomicLong held = new AtomicLong();

    Room(BodyBounds bounds, RoutingContext request) {
        this.bounds = bounds;
        request.addEndHandler(_ -> giveBack());
        request.vertx().setTimer(LONGEST.toMillis(), _ -> giveBack());
    }

    void take(long bytes) {
        bounds.take(bytes);
        held.addAndGet(bytes);
    }

    private void giveBack() {
        bounds.giveBack(held.getAndSet(0));
    }
}
