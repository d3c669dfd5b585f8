package dev.slipway.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The services around storage-service, as far as it asks them: auth-service gives tokens, task-service knows tasks, a node
 * shows files. What they say is told by {@link #task} and {@link #file}.
 */
public class Neighbours implements QuarkusTestResourceLifecycleManager {
    private static final String PORT = "slipway.test.neighbours";
    /** System properties are the one thing that all class loaders of a test share. */
    private static final String TASK = "slipway.test.task.";

    private static final String FILE = "slipway.test.file.";
    /** The type of a file whose second half never comes. */
    public static final String CUT = "cut";

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/service-token", Neighbours::token);
        server.createContext("/internal/tasks/", Neighbours::task);
        server.createContext("/internal/jobs/", Neighbours::file);
        server.start();
        System.setProperty(PORT, Integer.toString(server.getAddress().getPort()));
        return Map.of("SLIPWAY_AUTH_URL", url(), "SLIPWAY_TASK_URL", url(), "slipway.storage.log.heartbeat", "2s");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** Where all of them answer. */
    public static String url() {
        return "http://127.0.0.1:" + System.getProperty(PORT);
    }

    /** task-service knows this task from now on. */
    public static void task(long id, String owner, String state) {
        System.setProperty(
                TASK + id,
                "{\"id\":%d,\"owner\":\"%s\",\"project\":\"default\",\"state\":\"%s\",\"attempt\":1}"
                        .formatted(id, owner, state));
    }

    /** task-service knows this array from now on. */
    public static void array(long id, String owner, int first, int step, int size) {
        System.setProperty(
                TASK + id,
                ("{\"id\":%d,\"owner\":\"%s\",\"project\":\"default\",\"state\":\"running\",\"attempt\":0,"
                                + "\"array\":{\"first\":%d,\"step\":%d,\"size\":%d}}")
                        .formatted(id, owner, first, step, size));
    }

    /** This token opens the task from now on. */
    public static void share(long id, String token, String owner) {
        System.setProperty(
                TASK + id + "/share/" + token,
                "{\"id\":%d,\"owner\":\"%s\",\"project\":\"default\"}".formatted(id, owner));
    }

    /** The node shows this at {@code task/attempt/files/path}. */
    public static void file(String path, String type, String content) {
        System.setProperty(FILE + path, type + "\n" + content);
    }

    private static void token(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "application/json", "{\"token\":\"of-storage\",\"expires_in\":600}");
    }

    private static void task(HttpExchange exchange) throws IOException {
        var known = System.getProperty(TASK + last(exchange, "/internal/tasks/"));
        if (refused(exchange)) {
            return;
        }
        answer(exchange, known == null ? 404 : 200, "application/json", known == null ? "{}" : known);
    }

    private static void file(HttpExchange exchange) throws IOException {
        if (refused(exchange)) {
            return;
        }
        var known = System.getProperty(FILE + last(exchange, "/internal/jobs/"));
        if (known == null) {
            answer(exchange, 404, "application/json", "{}");
        } else if (known.startsWith(CUT)) {
            exchange.sendResponseHeaders(200, known.length() * 2L);
            exchange.getResponseBody().write(known.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        } else {
            var split = known.indexOf('\n');
            answer(exchange, 200, known.substring(0, split), known.substring(split + 1));
        }
    }

    private static boolean refused(HttpExchange exchange) throws IOException {
        if ("Bearer of-storage".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
        }
        answer(exchange, 401, "application/json", "{}");
        return true;
    }

    private static String last(HttpExchange exchange, String prefix) {
        return exchange.getRequestURI().getPath().substring(prefix.length());
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
