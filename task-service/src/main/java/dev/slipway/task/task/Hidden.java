package dev.slipway.task.task;

import dev.slipway.platform.failure.Failure;
import dev.slipway.platform.failure.Failure.Kind;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** In our own API, what is not the caller's does not exist. */
public final class Hidden {
    private Hidden() {}

    /** The same, where "you may not" becomes "there is none". */
    public static <T> Uni<T> from(Object id, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> work.get())
                .onFailure(fault -> fault instanceof Failure failure && failure.kind() == Kind.FORBIDDEN)
                .transform(_ -> Failure.notFound("task", id));
    }
}
