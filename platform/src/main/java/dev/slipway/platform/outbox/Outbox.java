package dev.slipway.platform.outbox;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Event;
import dev.slipway.platform.reactive.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The outbox table of a PostgreSQL service: {@code outbox(id bigserial, topic, key, event, made_at)}. */
@ApplicationScoped
public class Outbox {
    private static final String INSERT_ONE = "insert into outbox (topic, key, event) values ($1, $2, $3)";
    private static final String INSERT = insertion(1);

    private final OutboxRelay relay;

    Outbox(OutboxRelay relay) {
        this.relay = relay;
    }

    /** Keeps an event in the caller's transaction; it is sent soon after the commit. What it tells of has been flushed before. */
    public Uni<Void> append(Event event) {
        return Statements.change(INSERT_ONE, event.topic(), event.key(), Contract.write(event))
                .invoke(() -> relay.wake(List.of(event)))
                .replaceWithVoid();
    }

    /** The same for several, in their order and in one statement. */
    public Uni<Void> append(List<? extends Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (events.size() == 1) {
            return append(events.getFirst());
        }
        return Statements.change(INSERT, columns(events).toArray())
                .invoke(() -> relay.wake(events))
                .replaceWithVoid();
    }

    /**
     * For a statement of the caller's own that keeps events besides what else it does: the part of it that inserts them. Their
     * {@link #columns} are its parameters from {@code $first} on, and {@link #announce} follows it.
     */
    public static String insertion(int first) {
        return "insert into outbox (topic, key, event) select * from unnest(cast($%d as text[]), cast($%d as text[]), cast($%d as text[]))"
                .formatted(first, first + 1, first + 2);
    }

    /** The three parameters of {@link #insertion}. */
    public static List<String[]> columns(List<? extends Event> events) {
        return List.of(
                events.stream().map(Event::topic).toArray(String[]::new),
                events.stream().map(Event::key).toArray(String[]::new),
                events.stream().map(Contract::write).toArray(String[]::new));
    }

    /** They were kept by {@link #insertion}, and want to be sent. */
    public void announce(List<? extends Event> events) {
        relay.wake(events);
    }
}
