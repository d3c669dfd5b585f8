package dev.slipway.gateway.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How many requests went where, how they ended and how long they took. */
@Singleton
class Traffic {
    private static final int CLASSES = 5;

    private final Map<Service, List<Timer>> timers = new EnumMap<>(Service.class);

    Traffic(MeterRegistry registry) {
        for (var service : Service.values()) {
            timers.put(
                    service,
                    IntStream.rangeClosed(1, CLASSES)
                            .mapToObj(it -> timer(service, it, registry))
                            .toList());
        }
    }

    /** One request came to its end. */
    void count(Service service, int status, long nanos) {
        var ofService = timers.get(service);
        if (ofService != null) {
            ofService.get(Math.clamp(status / 100, 1, CLASSES) - 1).record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private static Timer timer(Service service, int statusClass, MeterRegistry registry) {
        return Timer.builder("slipway.gateway.requests")
                .description("Requests passed on, from the first byte in to the last byte out")
                .tag("origin", service.title())
                .tag("status", statusClass + "xx")
                .register(registry);
    }
}
