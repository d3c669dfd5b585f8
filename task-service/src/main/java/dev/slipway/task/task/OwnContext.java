package dev.slipway.task.task;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Runs a pipeline on a context of its own: Hibernate Reactive keeps its session there, one at a time. */
@ApplicationScoped
public class OwnContext {
    private final Vertx vertx;

    OwnContext(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs {@code work} once per subscription; the answer arrives on that context. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(answer -> {
            var root = VertxContext.getRootContext(vertx.getOrCreateContext());
            var own = VertxContext.createNewDuplicatedContext(root);
            VertxContextSafetyToggle.setContextSafe(own, true);
            own.runOnContext(
                    _ -> Uni.createFrom().deferred(() -> work.get()).subscribe().with(answer::complete, answer::fail));
        });
    }
}
