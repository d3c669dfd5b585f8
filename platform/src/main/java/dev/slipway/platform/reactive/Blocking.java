package dev.slipway.platform.reactive;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/** The only door to blocking libraries: runs them on a virtual thread, answers on the caller's event loop. */
@ApplicationScoped
public class Blocking {
    private final ExecutorService virtualThreads;

    Blocking(@VirtualThreads ExecutorService virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    /** Runs {@code work} once per subscription; its exception becomes the failure. */
    public <T> Uni<T> call(Callable<T> work) {
        return Uni.createFrom()
                .deferred(() -> Uni.createFrom()
                        .<T>emitter(emitter -> {
                            try {
                                emitter.complete(work.call());
                            } catch (Exception e) {
                                // As it is: callers tell an IOException from others.
                                emitter.fail(e);
                            }
                        })
                        .runSubscriptionOn(virtualThreads)
                        .emitOn(CallersLoop.now()));
    }

    /** Runs {@code work} once per subscription, for its effect. */
    public Uni<Void> run(Action work) {
        return call(() -> {
            work.run();
            return null;
        });
    }

    /** Something blocking that answers nothing. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }
}
