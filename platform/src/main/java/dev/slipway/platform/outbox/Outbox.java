package dev.slipway.platform.outbox;

import dev.slipway.platform.contract.Contract;
import dev.slipway.platform.contract.Event;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The outbox table of a PostgreSQL service: {@code outbox(id bigserial, topic, key, event, made_at)}. */
@ApplicationScoped
public class Outbox {
    /** Hibernate's sign for a parameter is another one. */
    private static final String INSERT = insertion(1).replace('$', '?');

    private final OutboxRelay relay;

    Outbox(OutboxRelay relay) {
        this.relay = relay;
    }

    /** Keeps an event in the caller's transaction; it is sent soon after the commit. */
    public Uni<Void> append(Event event) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into outbox (topic, key, event) values (?1, ?2, ?3)")
                        .setParameter(1, event.topic())
                        .setParameter(2, event.key())
                        .setParameter(3, Contract.write(event))
                        .executeUpdate())
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
        var columns = columns(events);
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter(1, columns.get(0))
                        .setParameter(2, columns.get(1))
                        .setParameter(3, columns.get(2))
                        .executeUpdate())
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
