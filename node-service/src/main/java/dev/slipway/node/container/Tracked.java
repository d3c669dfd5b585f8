package dev.slipway.node.container;

import dev.slipway.node.engine.EngineContainer;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A container this process works on: what is true of it, how much of that is durable, and what only this process needs to know. */
final class Tracked {
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final boolean adopted;
    private final boolean late;
    private volatile Container container;
    private volatile boolean looked;
    private volatile boolean waiting;
    private volatile boolean cutOff;
    private volatile boolean letGo;
    /** Its events that are durable: none is sent before it is. */
    private volatile int kept;

    private volatile int sent;
    private volatile int pulled;
    private Uni<Void> sending = Uni.createFrom().voidItem();
    private int queued;
    private @Nullable LogTail tail;
    private @Nullable Uni<Optional<EngineContainer>> ended;

    private Tracked(Container container, boolean adopted, boolean late) {
        this.container = container;
        this.adopted = adopted;
        this.late = late;
        this.kept = container.made();
    }

    /** One that was accepted just now. */
    static Tracked fresh(Container container) {
        return new Tracked(container, false, false);
    }

    /**
     * One that an earlier process left.
     *
     * @param late it must not begin any more; one that runs goes on
     */
    static Tracked adopted(Container container, boolean stopAsked, boolean late) {
        var tracked = new Tracked(container, true, late);
        if (stopAsked) {
            tracked.askStop();
        }
        return tracked;
    }

    Container now() {
        return container;
    }

    String name() {
        return container.name();
    }

    ContainerState state() {
        return container.state();
    }

    /** {@code next} is durable. */
    void become(Container next) {
        container = next;
        kept = next.made();
        waiting = false;
    }

    /** {@code next} is true, and will be kept by itself if it is for long: the engine knows it after a crash. */
    void isNow(Container next) {
        container = next;
        waiting = false;
    }

    /** Whether all that is said of it is durable. */
    boolean isKept() {
        return kept >= container.made();
    }

    /** True at the first fault after a step forward: one line tells of many. */
    boolean beginsToWait() {
        var first = !waiting;
        waiting = true;
        return first;
    }

    /** Whether the engine may know it: not at the first look at one that was accepted just now. */
    boolean mayExist() {
        var first = !looked && !adopted;
        looked = true;
        return !first;
    }

    /** It ends as lost, unless it has ended; true the first time. */
    synchronized boolean cutOff() {
        var first =
                !cutOff && (state() instanceof ContainerState.Accepted || state() instanceof ContainerState.Running);
        cutOff |= first;
        return first;
    }

    boolean isCutOff() {
        return cutOff || (late && state() instanceof ContainerState.Accepted);
    }

    /** Its process is known to have ended, which is told and written later, as a rule. */
    void letGo() {
        letGo = true;
    }

    /** The GPUs nobody else is given: from the moment it is taken until its process has ended, or will never begin. */
    List<Integer> devices() {
        return switch (state()) {
            case ContainerState.Accepted _, ContainerState.Running _ -> letGo ? List.of() : container.devices();
            case ContainerState.Exited _, ContainerState.Collected _, ContainerState.Failed _, ContainerState.Lost _ ->
                List.of();
        };
    }

    void askStop() {
        stop.complete(null);
    }

    boolean stopAsked() {
        return stop.isDone();
    }

    /** Done when somebody wants its end. */
    Uni<Void> stopped() {
        // A copy: whoever loses interest cancels what it was given.
        return Uni.createFrom().completionStage(() -> stop.copy());
    }

    int sent() {
        return sent;
    }

    void sent(int number) {
        sent = number;
    }

    /** Whether its last word is said and has left. */
    boolean isTold() {
        return container.state().isFinal() && sent >= container.made();
    }

    /** Whether its document holds events that have left. */
    boolean holdsSent() {
        return container.outbox().stream().anyMatch(note -> note.number() <= sent && note.number() > pulled);
    }

    void pulled(int number) {
        pulled = number;
    }

    /** Queues what is kept and not queued yet, each after the one before; done when all of it is sent. */
    synchronized Uni<Void> send(Function<Note, Uni<Void>> sender) {
        for (var note : container.outbox()) {
            if (note.number() > queued && note.number() <= kept) {
                queued = note.number();
                sending = sending.chain(() -> sender.apply(note)).memoize().indefinitely();
            }
        }
        return sending;
    }

    /** How many of its events have been queued to leave. */
    synchronized int queued() {
        return queued;
    }

    /** The one wait for its end; another one once that has failed. */
    synchronized Uni<Optional<EngineContainer>> ended(Supplier<Uni<Optional<EngineContainer>>> begin) {
        var now = ended;
        if (now == null) {
            now = begin.get().onFailure().invoke(this::waitAgain).memoize().indefinitely();
            ended = now;
        }
        return now;
    }

    private synchronized void waitAgain() {
        ended = null;
    }

    /** The one reader of its logs. */
    synchronized LogTail tail(Supplier<LogTail> begin) {
        var now = tail;
        if (now == null) {
            now = begin.get();
            tail = now;
        }
        return now;
    }

    /** Its logs are read no more. */
    synchronized void closeTail() {
        if (tail != null) {
            tail.close();
        }
    }
}
