package dev.slipway.node.container;

import dev.slipway.node.engine.ContainerEngine;
import dev.slipway.node.engine.EngineRefusal;
import dev.slipway.node.job.JobDirectory;
import dev.slipway.node.job.LogFiles;
import dev.slipway.platform.reactive.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one container writes into its log files. A run that lasts is followed; one that ends at once is read at its
 * end in one go, which costs the engine less.
 */
final class LogTail {
    private static final Logger LOG = Logger.getLogger(LogTail.class);
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    private final ContainerEngine engine;
    private final Blocking blocking;
    private final String engineName;
    private final JobDirectory job;
    private final LogShipper shipper;
    private final AtomicLong read = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean begun;
    private boolean finishing;
    private @Nullable Cancellable following;

    LogTail(ContainerEngine engine, Blocking blocking, String engineName, JobDirectory job, LogShipper shipper) {
        this.engine = engine;
        this.blocking = blocking;
        this.engineName = engineName;
        this.job = job;
        this.shipper = shipper;
    }

    /** Follows it, when it still runs after that long. */
    synchronized void begin(Duration after) {
        if (!begun) {
            begun = true;
            Uni.createFrom().voidItem().onItem().delayIt().by(after).subscribe().with(_ -> follow());
        }
    }

    private synchronized void follow() {
        if (!finishing) {
            following = read(true)
                    .onFailure(fault -> !isFinishing() && !isGone(fault))
                    .retry()
                    .withBackOff(Duration.ofSeconds(1), Duration.ofSeconds(10))
                    .indefinitely()
                    .subscribe()
                    .with(_ -> ended.complete(null), ended::completeExceptionally);
        }
    }

    private synchronized boolean isFinishing() {
        return finishing;
    }

    /** The container has ended: done when all that it wrote is in the files. */
    Uni<Void> finish() {
        return rest().chain(shipper::finish);
    }

    private Uni<Void> rest() {
        synchronized (this) {
            finishing = true;
            if (following == null) {
                return readRest();
            }
        }
        return awaitFollower(-1)
                .onFailure()
                .invoke(fault -> {
                    LOG.infof("log read again container=%s cause=%s", engineName, fault);
                    stopFollowing();
                })
                .onFailure()
                .recoverWithNull()
                .chain(this::readRest);
    }

    /**
     * The follower ends by itself; it is given up only when nothing comes any more. What it ended with need not be all: engines
     * before 23.0 may end it when the process has ended and its last words are still on their way to the log.
     */
    private Uni<Void> awaitFollower(long before) {
        long now = read.get();
        return Uni.createFrom()
                .completionStage(() -> ended.copy())
                .ifNoItem()
                .after(STANDSTILL)
                .recoverWithUni(() -> read.get() == before
                        ? Uni.createFrom().failure(new IllegalStateException("the stream stands still"))
                        : awaitFollower(now));
    }

    private synchronized void stopFollowing() {
        var follower = following;
        following = null;
        if (follower != null) {
            follower.cancel();
        }
    }

    /** One that the engine does not have any more has nothing more to say. */
    private Uni<Void> readRest() {
        return read(false).onFailure(LogTail::isGone).recoverWithNull();
    }

    private static boolean isGone(Throwable fault) {
        return fault instanceof EngineRefusal refusal
                && (refusal.kind() == EngineRefusal.Kind.NOT_FOUND || refusal.kind() == EngineRefusal.Kind.CONFLICT);
    }

    /** Nothing more is read. */
    synchronized void close() {
        finishing = true;
        stopFollowing();
    }

    private Uni<Void> read(boolean follow) {
        return blocking.call(() -> LogFiles.open(job))
                .chain(files -> engine.logs(engineName, follow, (channel, bytes) -> {
                            files.take(channel, bytes);
                            read.addAndGet(bytes.length);
                            if (follow) {
                                shipper.wake();
                            }
                        })
                        .onTermination()
                        .invoke(() -> close(files)));
    }

    private void close(LogFiles files) {
        try {
            files.close();
        } catch (java.io.IOException e) {
            LOG.warnf("log files container=%s cause=%s", engineName, e);
        }
    }
}
