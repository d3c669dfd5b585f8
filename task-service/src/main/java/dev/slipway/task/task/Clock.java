package dev.slipway.task.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The time, as a thing that can be another one in a test, and as fine as the store keeps it. */
@ApplicationScoped
class Clock {
    @Produces
    @ApplicationScoped
    InstantSource system() {
        return () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
