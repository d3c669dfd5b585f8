package dev.slipway.node.engine;

import com.github.dockerjava.api.async.ResultCallback;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stream of the engine as a {@code Uni} that is done when the stream ends; cancelling it closes the connection. */
final class DockerStream<T> implements ResultCallback<T> {
    private final Taker<T> taker;
    private final UniEmitter<? super Void> done;
    private @Nullable Closeable connection;
    private boolean closed;

    private DockerStream(Taker<T> taker, UniEmitter<? super Void> done) {
        this.taker = taker;
        this.done = done;
    }

    /** What is done with each item, on the thread that reads the stream. */
    @FunctionalInterface
    interface Taker<T> {
        void take(T item) throws Exception;
    }

    /** {@code begin} hands the callback to a command. */
    static <T> Uni<Void> of(Consumer<ResultCallback<T>> begin, Taker<T> taker) {
        return raw(begin, taker).onFailure().transform(DockerFaults::of);
    }

    /** The same; its failures are what docker-java throws. */
    static <T> Uni<Void> raw(Consumer<ResultCallback<T>> begin, Taker<T> taker) {
        return Uni.createFrom().emitter(done -> {
            var stream = new DockerStream<>(taker, done);
            done.onTermination(stream::close);
            begin.accept(stream);
        });
    }

    @Override
    public void onStart(Closeable opened) {
        boolean late;
        synchronized (this) {
            connection = opened;
            late = closed;
        }
        if (late) {
            closeNow(opened);
        }
    }

    @Override
    public void onNext(T item) {
        try {
            taker.take(item);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onError(Throwable fault) {
        done.fail(fault);
    }

    @Override
    public void onComplete() {
        done.complete(null);
    }

    @Override
    public void close() {
        Closeable opened;
        synchronized (this) {
            closed = true;
            opened = connection;
        }
        if (opened != null) {
            closeNow(opened);
        }
    }

    private static void closeNow(Closeable opened) {
        try {
            opened.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
