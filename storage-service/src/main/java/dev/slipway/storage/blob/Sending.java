package dev.slipway.storage.blob;

import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One answer being sent. Everything happens on the event loop of the request; a chunk is asked for only when one before it
 * is with the client's system, so that never more than {@link #AHEAD} are in memory.
 */
class Sending implements MultiSubscriber<byte[]> {
    private static final Logger LOG = Logger.getLogger(Sending.class);
    private static final int AHEAD = 4;

    private final ResteasyReactiveRequestContext request;
    private final ServerHttpResponse response;
    private final Context loop = Objects.requireNonNull(Vertx.currentContext(), "on an event loop");
    private final AtomicReference<Flow.@Nullable Subscription> source = new AtomicReference<>();
    private volatile boolean over;

    Sending(ResteasyReactiveRequestContext request, ServerHttpResponse response) {
        this.request = request;
        this.response = response;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source.set(subscription);
        if (over) {
            subscription.cancel();
        } else {
            subscription.request(AHEAD);
        }
    }

    @Override
    public void onItem(byte[] bytes) {
        loop.runOnContext(_ -> write(bytes));
    }

    private void write(byte[] bytes) {
        if (!over) {
            response.write(bytes, fault -> {
                var subscription = source.get();
                if (fault != null) {
                    cancel();
                } else if (subscription != null) {
                    subscription.request(1);
                }
            });
        }
    }

    @Override
    public void onCompletion() {
        loop.runOnContext(_ -> {
            if (!over) {
                over = true;
                response.end();
                request.resume();
            }
        });
    }

    /** Before the first byte this is an answer like any other failure; after it only a cut tells that bytes are missing. */
    @Override
    public void onFailure(Throwable fault) {
        loop.runOnContext(_ -> {
            if (!over) {
                over = true;
                if (response.headWritten()) {
                    LOG.warnf("download cut cause=%s", fault);
                    response.reset();
                    request.resume();
                } else {
                    response.removeResponseHeader("Content-Length");
                    request.resume(fault);
                }
            }
        });
    }

    /** The client is gone. */
    void cancel() {
        over = true;
        var subscription = source.get();
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
