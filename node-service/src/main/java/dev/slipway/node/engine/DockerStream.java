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
    private final Runnable begun;
    private @Nullable Closeable connection;
    private boolean closed;

    private DockerStream(Taker<T> taker, Runnable begun, UniEmitter<? super Void> done) {
        this.taker = taker;
        this.begun = begun;
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
        return raw(begin, taker, () -> {});
    }

    /** The same; {@code begun} is run when the engine has answered, before the first item. */
    static <T> Uni<Void> raw(Consumer<ResultCallback<T>> begin, Taker<T> taker, Runnable begun) {
        return Uni.createFrom().emitter(done -> {
            var stream = new DockerStream<>(taker, begun, done);
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
        } else {
            begun.run();
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
