package dev.slipway.node.engine;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.slipway.node.engine.EngineContainer.Phase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
    private static final Duration OPEN_AGAIN = Duration.ofMillis(500);
    private static final Duration OPEN_AGAIN_AT_MOST = Duration.ofSeconds(10);
    /** From an end to the word of it, at most, clocks of two machines included. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final String END = "die";

    private static final Logger LOG = Logger.getLogger(Ends.class);

    private final DockerClients clients;
    private final Map<String, CompletableFuture<Void>> expected = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Void> deaf = new CompletableFuture<>();
    private volatile boolean open;
    private @Nullable Cancellable listening;

    Ends(DockerClients clients) {
        this.clients = clients;
    }

    void begin(@Observes StartupEvent event) {
        listening = Uni.createFrom()
                .deferred(this::listen)
                .onTermination()
                .invoke(this::close)
                .onItem()
                .failWith(_ -> new EngineRefusal(EngineRefusal.Kind.OTHER, "The engine tells no more"))
                .onFailure()
                .retry()
                .withBackOff(OPEN_AGAIN, OPEN_AGAIN_AT_MOST)
                .indefinitely()
                .subscribe()
                .with(_ -> {}, fault -> LOG.error("ends are not listened to any more", fault));
    }

    void end(@Observes ShutdownEvent event) {
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
                () -> open = true);
        return Uni.join().first(stream, Uni.createFrom().completionStage(deaf)).toTerminate();
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
        expected.values().forEach(it -> it.complete(null));
    }

    /**
     * From now on its end is not missed; false while the engine tells nothing. Without a start that follows, somebody must
     * {@link #look} or {@link #forget}.
     */
    boolean expect(String name) {
        if (!open) {
            return false;
        }
        var end = expected.computeIfAbsent(name, _ -> new CompletableFuture<>());
        if (!open) {
            // The stream broke in between: nobody else may tell.
            end.complete(null);
        }
        return true;
    }

    /** Done when its end is told, maybe wrongly; it is not expected from then on. Empty where it is not expected. */
    Optional<Uni<Void>> of(String name) {
        return Optional.ofNullable(expected.get(name))
                .map(end -> Uni.createFrom().completionStage(end::copy).invoke(() -> expected.remove(name, end)));
    }

    /** It has ended, or nobody knows whether it has. */
    void tell(String name) {
        var end = expected.get(name);
        if (end != null) {
            end.complete(null);
        }
    }

    /** What somebody has seen of it. An end that the engine should have told by now means that its stream is dead. */
    void look(EngineContainer seen) {
        var end = expected.get(seen.name());
        if (end != null
                && !end.isDone()
                && seen.phase() == Phase.EXITED
                && seen.finishedAt().isBefore(Instant.now().minus(LATE))) {
            LOG.warnf("container name=%s has ended untold: the engine's stream is opened anew", seen.name());
            deaf.complete(null);
        }
    }

    /** Its end is of no more interest; who waits for it all the same looks again. */
    void forget(String name) {
        var end = expected.remove(name);
        if (end != null) {
            end.complete(null);
        }
    }
}
