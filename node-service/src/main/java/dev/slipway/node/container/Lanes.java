package dev.slipway.node.container;

import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** How much of the heavy work is done at the same time. Containers that only run hold no lane. */
@ApplicationScoped
class Lanes {
    private final Blocking blocking;
    private final Semaphore starting;
    private final Semaphore ending;

    Lanes(Blocking blocking, ContainerConfig config) {
        this.blocking = blocking;
        this.starting = new Semaphore(config.starting(), true);
        this.ending = new Semaphore(config.ending(), true);
    }

    <T> Uni<T> starting(Supplier<Uni<T>> work) {
        return within(starting, work);
    }

    <T> Uni<T> ending(Supplier<Uni<T>> work) {
        return within(ending, work);
    }

    private <T> Uni<T> within(Semaphore lane, Supplier<Uni<T>> work) {
        return blocking.run(lane::acquire)
                .chain(() -> Uni.createFrom()
                        .deferred(() -> work.get())
                        .onTermination()
                        .invoke(lane::release));
    }
}
