package dev.slipway.gateway.peer;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something found out at most once in a while, however many ask: those who ask meanwhile wait for the same answer. */
public final class Recent<T> {
    private final long fresh;
    private final Supplier<Uni<T>> source;
    private @Nullable Uni<T> last;
    private long since;

    public Recent(Duration fresh, Supplier<Uni<T>> source) {
        this.fresh = fresh.toNanos();
        this.source = source;
    }

    /** The last answer while it is fresh; a failure is not kept. */
    public synchronized Uni<T> get() {
        var now = System.nanoTime();
        if (last != null && now - since <= fresh) {
            return last;
        }
        since = now;
        var asked = Uni.createFrom()
                .deferred(source::get)
                .onFailure()
                .invoke(this::forget)
                .memoize()
                .indefinitely();
        last = asked;
        return asked;
    }

    private synchronized void forget() {
        last = null;
    }
}
