package dev.slipway.node.container;

import dev.slipway.node.engine.LogSink.Channel;
import dev.slipway.node.job.JobDirectory;
import dev.slipway.node.job.LogFiles;
import dev.slipway.node.job.Shipped;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Ships what one container writes while it runs, in chunks addressed by their offset. New bytes wait a moment for more to
 * come, longer in a long run. The store being down delays chunks and nothing else.
 */
final class LogShipper {
    private static final Logger LOG = Logger.getLogger(LogShipper.class);

    private final StorageClient storage;
    private final Blocking blocking;
    private final ContainerConfig config;
    private final Container container;
    private final JobDirectory job;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Semaphore turn = new Semaphore(1);
    private volatile boolean over;
    private Duration linger;
    private Shipped shipped = Shipped.NOTHING;
    private boolean loaded;

    LogShipper(
            StorageClient storage, Blocking blocking, ContainerConfig config, Container container, JobDirectory job) {
        this.storage = storage;
        this.blocking = blocking;
        this.config = config;
        this.container = container;
        this.job = job;
        this.linger = config.linger();
    }

    /** There are new bytes. */
    void wake() {
        if (container.owner().isTask() && !over && awake.compareAndSet(false, true)) {
            Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(linger)
                    .chain(this::round)
                    .subscribe()
                    .with(
                            _ -> {},
                            fault -> LOG.warnf("log shipping ends container=%s cause=%s", container.name(), fault));
        }
    }

    /** Ships the rest of a stream that was shipped in part, once: the files that are kept at the end hold all of it. */
    Uni<Void> finish() {
        over = true;
        return alone(() -> shipped.equals(Shipped.NOTHING)
                        ? Uni.createFrom().voidItem()
                        : ship(Channel.STDOUT).chain(() -> ship(Channel.STDERR)))
                .onFailure()
                .invoke(fault -> LOG.infof("log rest not shipped container=%s cause=%s", container.name(), fault))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> round() {
        awake.set(false);
        if (over) {
            return Uni.createFrom().voidItem();
        }
        var longer = linger.plus(linger.dividedBy(2));
        linger = longer.compareTo(config.longLinger()) < 0 ? longer : config.longLinger();
        return alone(() -> ship(Channel.STDOUT).chain(() -> ship(Channel.STDERR)))
                .onFailure()
                .invoke(this::again)
                .onFailure()
                .recoverWithNull();
    }

    private void again(Throwable fault) {
        LOG.debugf("log waits container=%s cause=%s", container.name(), fault);
        linger = config.longLinger();
        wake();
    }

    /** One round at a time: an older chunk must not arrive after a longer one of the same offset. */
    private Uni<Void> alone(Supplier<Uni<Void>> work) {
        return blocking.run(() -> {
                    turn.acquire();
                    load();
                })
                .chain(() -> Uni.createFrom()
                        .deferred(() -> work.get())
                        .onTermination()
                        .invoke(turn::release));
    }

    private void load() throws IOException {
        if (!loaded) {
            shipped = Shipped.load(job);
            loaded = true;
        }
    }

    /** Chunks until the end of the file. */
    private Uni<Void> ship(Channel channel) {
        long offset = offset(channel);
        return blocking.call(() -> LogFiles.read(job, channel, offset, config.chunk()))
                .chain(bytes -> {
                    if (bytes.length == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    return storage.log(container.owner(), container.attempt(), word(channel), offset, bytes)
                            .chain(() -> blocking.run(() -> note(channel, offset + bytes.length)))
                            .chain(() -> bytes.length == config.chunk()
                                    ? ship(channel)
                                    : Uni.createFrom().voidItem());
                });
    }

    private void note(Channel channel, long end) throws IOException {
        shipped = channel == Channel.STDOUT ? new Shipped(end, shipped.stderr()) : new Shipped(shipped.stdout(), end);
        shipped.save(job);
    }

    private long offset(Channel channel) {
        return channel == Channel.STDOUT ? shipped.stdout() : shipped.stderr();
    }

    private static String word(Channel channel) {
        return channel == Channel.STDOUT ? "stdout" : "stderr";
    }
}
