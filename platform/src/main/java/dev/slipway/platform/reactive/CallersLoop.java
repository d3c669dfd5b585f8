package dev.slipway.platform.reactive;

import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** The event loop and context a pipeline began on: Hibernate Reactive must go on where it began. */
public final class CallersLoop {
    private CallersLoop() {}

    /** Runs work on the context current now; at once where there is none. */
    public static Executor now() {
        var context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
    }
}
