package dev.slipway.backends;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Tells whether all backends serve: {@code GET /health} answers 200 or 503, and each one's state. */
final class Health implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<Backend> backends;
    private final HttpServer server;
    private volatile boolean ready;

    private Health(List<Backend> backends, HttpServer server) {
        this.backends = backends;
        this.server = server;
    }

    static Health listen(int port, List<Backend> backends) throws IOException {
        Loopback.requireFree(port, "the health answer", "SLIPWAY_BACKENDS_HEALTH_PORT");
        var health = new Health(backends, HttpServer.create(Loopback.at(port), 0));
        health.server.createContext("/health", health::answer);
        health.server.start();
        return health;
    }

    /** From now on the ports are asked; before, a listening port does not mean a ready server. */
    void ready() {
        ready = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/health")) {
                exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else {
                tell(exchange);
            }
        }
    }

    private void tell(HttpExchange exchange) throws IOException {
        var down = backends.stream()
                .filter(backend -> !serves(backend))
                .map(Backend::name)
                .toList();
        var body = (down.isEmpty()
                        ? "{\"status\":\"UP\"}"
                        : "{\"status\":\"DOWN\",\"down\":[%s]}".formatted(quoted(down)))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(down.isEmpty() ? 200 : 503, body.length);
        exchange.getResponseBody().write(body);
    }

    private boolean serves(Backend backend) {
        return ready && Loopback.answers(backend.port(), PATIENCE);
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
