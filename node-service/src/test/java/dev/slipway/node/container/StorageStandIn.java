package dev.slipway.node.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays storage-service, its store, the scripts of task-service and the service token of auth-service over real HTTP. What it keeps can be asked over HTTP, too. */
public class StorageStandIn implements QuarkusTestResourceLifecycleManager {
    private static final String PORT = "slipway.test.storage-port";

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        System.setProperty(PORT, Integer.toString(server.getAddress().getPort()));
        return Map.of(
                "slipway.service.auth-url",
                url,
                "slipway.service.storage-url",
                url,
                "slipway.service.task-url",
                url,
                "slipway.node.suite",
                "nodetest-" + UUID.randomUUID().toString().substring(0, 8),
                "slipway.node.name",
                "node-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = exchange.getRequestBody().readAllBytes();
            if (path.startsWith("/test/")) {
                control(exchange, path, body);
            } else if (path.equals("/internal/service-token")) {
                send(
                        exchange,
                        200,
                        new JsonObject()
                                .put("token", "t")
                                .put("expires_in", 600)
                                .toString());
            } else if (path.equals("/internal/credentials")) {
                var shown = new JsonObject(new String(body, StandardCharsets.UTF_8));
                var fits = ("KEY-OF-" + shown.getString("login")).equals(shown.getString("apikey"))
                        && !shown.getString("address").isEmpty();
                send(exchange, fits ? 200 : 401, fits ? "{\"key\":null}" : "");
            } else if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                send(exchange, 503, "");
            } else if (path.endsWith("/uploads/refused")) {
                send(exchange, 400, "<Error><Code>EntityTooLarge</Code></Error>");
            } else if (path.endsWith("/manifest") && new String(body, StandardCharsets.UTF_8).contains("\"unfit\"")) {
                send(exchange, 413, "");
            } else if (path.endsWith("/uploads")) {
                send(exchange, 200, uploads(path, body));
            } else if (path.endsWith("/script")) {
                sendKept(exchange, path);
            } else {
                kept.put(path, body);
                send(exchange, 204, "");
            }
        }
    }

    private String uploads(String path, byte[] body) {
        var files = new JsonObject(new String(body, StandardCharsets.UTF_8)).getJsonArray("files");
        var uploads = new JsonArray();
        files.forEach(it -> {
            var name = ((JsonObject) it).getString("path");
            uploads.add(new JsonObject()
                    .put("path", name)
                    .put(
                            "url",
                            "http://127.0.0.1:%d%s/%s"
                                    .formatted(server.getAddress().getPort(), path, name)));
        });
        return new JsonObject().put("uploads", uploads).toString();
    }

    private void control(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (path.equals("/test/refuse")) {
            refusals.set(Integer.parseInt(new String(body, StandardCharsets.UTF_8)));
            send(exchange, 204, "");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            kept.put(path.substring("/test".length()), body);
            send(exchange, 204, "");
        } else {
            sendKept(exchange, path.substring("/test".length()));
        }
    }

    private void sendKept(HttpExchange exchange, String path) throws IOException {
        var found = kept.get(path);
        if (found == null) {
            send(exchange, 404, "");
        } else {
            exchange.sendResponseHeaders(200, found.length == 0 ? -1 : found.length);
            exchange.getResponseBody().write(found);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
