package dev.slipway.platform.outbox;

import dev.slipway.platform.contract.Event;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** An outbox in memory, for whoever imitates the relay. */
public final class KeptOutbox extends Outbox {
    private final Queue<Event> entries = new ArrayDeque<>();

    @SuppressWarnings("NullAway") // Nobody is woken: who reads it comes by himself.
    public KeptOutbox() {
        super(null);
    }

    @Override
    public Uni<Void> append(Event event) {
        return append(List.of(event));
    }

    @Override
    public Uni<Void> append(List<? extends Event> events) {
        entries.addAll(events);
        return Uni.createFrom().voidItem();
    }

    /** The oldest, which stays. */
    public Optional<Event> oldest() {
        return Optional.ofNullable(entries.peek());
    }

    /** The oldest has been sent. */
    public void delete() {
        entries.remove();
    }
}
