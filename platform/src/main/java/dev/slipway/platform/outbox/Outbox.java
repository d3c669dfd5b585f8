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
                .invoke(() -> relay.wake(1))
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
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into outbox (topic, key, event) select * from unnest(cast(?1 as text[]), cast(?2 as text[]), cast(?3 as text[]))")
                        .setParameter(1, events.stream().map(Event::topic).toArray(String[]::new))
                        .setParameter(2, events.stream().map(Event::key).toArray(String[]::new))
                        .setParameter(3, events.stream().map(Contract::write).toArray(String[]::new))
                        .executeUpdate())
                .invoke(() -> relay.wake(events.size()))
                .replaceWithVoid();
    }
}
