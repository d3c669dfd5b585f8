package dev.slipway.node.engine;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.slipway.node.engine.EngineContainer.Phase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ends of containers as the engine tells of them: one stream for all, where a wait for each would hold a connection and a thread
 * for as long as it runs. Whoever expects an end says so before the start, or before a look at whether it runs, so that none falls in
 * between. When the stream breaks, all that are expected count as told: a look shows which of them are true.
 */
@ApplicationScoped
class Ends {
    private static final Duration OPEN_AGAIN = Duration.ofSeconds(1);
    /** From an end to the word of it, at most, clocks of two machines included. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final String END = "die";

    private static final Logger LOG = Logger.getLogger(Ends.class);

    private final DockerClients clients;
    private final Map<String, End> expected = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Void> deaf = new CompletableFuture<>();
    private volatile boolean open;
    private volatile boolean ending;
    private volatile boolean warned;
    private @Nullable Cancellable listening;

    Ends(DockerClients clients) {
        this.clients = clients;
    }

    void begin(@Observes StartupEvent event) {
        listening = Uni.createFrom()
                .deferred(this::listen)
                .onItem()
                .failWith(_ -> new EngineRefusal(EngineRefusal.Kind.OTHER, "The engine has closed the stream"))
                .onFailure()
                .invoke(this::warn)
                .onTermination()
                .invoke(this::close)
                .onFailure()
                .retry()
                .withBackOff(OPEN_AGAIN, OPEN_AGAIN)
                .indefinitely()
                .subscribe()
                .with(_ -> {}, fault -> LOG.error("ends are not listened to any more", fault));
    }

    /** Those who wait end with this process; told now, each would look once more. */
    void end(@Observes ShutdownEvent event) {
        ending = true;
        open = false;
        if (listening != null) {
            listening.cancel();
        }
    }

    private Uni<Void> listen() {
        deaf = new CompletableFuture<>();
        // The engine answers a moment before it listens: what it remembers since then comes, too.
        var since = Long.toString(Instant.now().getEpochSecond());
        var stream = DockerStream.<Event>raw(
                callback -> clients.streams()
                        .eventsCmd()
                        .withEventTypeFilter(EventType.CONTAINER)
                        .withEventFilter(END)
                        .withSince(since)
                        .exec(callback),
                this::hear,
                this::opened);
        return Uni.join().first(stream, Uni.createFrom().completionStage(deaf)).toTerminate();
    }

    private void opened() {
        open = !ending;
        if (warned) {
            LOG.info("the engine tells of ends again");
            warned = false;
        }
    }

    private void warn(Throwable fault) {
        if (!warned && !ending) {
            LOG.warnf("the engine tells of no ends, each is waited for cause=%s", fault);
            warned = true;
        }
    }

    private void hear(Event event) {
        var actor = event.getActor();
        var attributes = actor == null ? null : actor.getAttributes();
        var name = attributes == null ? null : attributes.get("name");
        if (name != null) {
            tell(name);
        }
    }

    private void close() {
        open = false;
        if (!ending) {
            expected.values().forEach(End::tell);
        }
    }

    /**
     * From now on its end is not missed; false while the engine tells nothing. Without a start that follows, somebody must
     * {@link #tell} what a look has shown.
     */
    boolean expect(String name) {
        if (!open) {
            return false;
        }
        var end = expected.computeIfAbsent(name, _ -> new End());
        if (!open) {
            // The stream broke in between: nobody else may tell.
            end.tell();
        }
        return true;
    }

    /** Done when its end is told, maybe wrongly; it is not expected from then on. Empty where it is not expected. */
    Optional<Uni<Void>> of(String name) {
        return Optional.ofNullable(expected.get(name)).map(end -> end.told().invoke(() -> expected.remove(name, end)));
    }

    /** It has ended, or nobody knows whether it has. */
    void tell(String name) {
        var end = expected.get(name);
        if (end != null) {
            end.tell();
        }
    }

    /** What somebody has seen of it. An end that the engine should have told by now means that its stream is dead. */
    void look(EngineContainer seen) {
        var end = expected.get(seen.name());
        if (end != null && seen.phase() == Phase.EXITED && end.isOverdue(seen.finishedAt())) {
            LOG.warnf("container name=%s has ended untold: the engine's stream is opened anew", seen.name());
            deaf.complete(null);
        }
    }

    /** Its end is of no more interest; who waits for it all the same looks again. */
    void forget(String name) {
        var end = expected.remove(name);
        if (end != null) {
            end.tell();
        }
    }

    /** How many wait for it. */
    int waiting(String name) {
        var end = expected.get(name);
        return end == null ? 0 : end.waiting();
    }

    /** One end that is expected. A long life is waited for many times, each until a look: who gives up leaves nothing behind. */
    private static final class End {
        private final Instant since = Instant.now();
        private final Set<UniEmitter<? super Void>> waiting = new HashSet<>();
        private boolean isTold;

        Uni<Void> told() {
            return Uni.createFrom().emitter(emitter -> add(emitter));
        }

        private void add(UniEmitter<? super Void> emitter) {
            synchronized (this) {
                if (!isTold) {
                    waiting.add(emitter);
                    emitter.onTermination(() -> leave(emitter));
                    return;
                }
            }
            emitter.complete(null);
        }

        private synchronized void leave(UniEmitter<? super Void> emitter) {
            waiting.remove(emitter);
        }

        void tell() {
            List<UniEmitter<? super Void>> all;
            synchronized (this) {
                isTold = true;
                all = List.copyOf(waiting);
                waiting.clear();
            }
            all.forEach(it -> it.complete(null));
        }

        /** One from before it was expected is never told. */
        synchronized boolean isOverdue(Instant endedAt) {
            return !isTold
                    && endedAt.isAfter(since)
                    && endedAt.isBefore(Instant.now().minus(LATE));
        }

        synchronized int waiting() {
            return waiting.size();
        }
    }
}
