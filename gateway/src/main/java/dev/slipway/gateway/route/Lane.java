package dev.slipway.gateway.route;

import io.vertx.core.http.HttpClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** What one event loop has to pass requests on: a client of its own, and the exchanges under way. Not for other threads. */
final class Lane {
    private final HttpClient client;
    private final Set<Exchange> open = new HashSet<>();
    private final long patience;
    private long now;

    /** @param patience ticks in the time a service may be silent */
    Lane(HttpClient client, long patience) {
        this.client = client;
        this.patience = patience;
    }

    HttpClient client() {
        return client;
    }

    /** Ticks so far: a clock that costs nothing to read. */
    long now() {
        return now;
    }

    /** Whether nothing since then is too long. */
    boolean isSilence(long since) {
        return now - since > patience;
    }

    void add(Exchange exchange) {
        open.add(exchange);
    }

    void remove(Exchange exchange) {
        open.remove(exchange);
    }

    /** Ends what has been silent for too long. */
    void tick() {
        now++;
        for (var exchange : new ArrayList<>(open)) {
            exchange.look();
        }
    }
}
