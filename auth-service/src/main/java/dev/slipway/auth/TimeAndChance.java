package dev.slipway.auth;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;

/** Where time and random numbers come from; tests bring their own. */
class TimeAndChance {
    /** Microseconds, as PostgreSQL keeps them: what is answered first is what is answered ever after. */
    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
    }

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }
}
