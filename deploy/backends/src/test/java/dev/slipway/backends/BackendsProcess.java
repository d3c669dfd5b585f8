package dev.slipway.backends;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The packaged program, run as {@code ./slipway up} runs it, on ports of its own. */
final class BackendsProcess implements AutoCloseable {
    static final String ACCESS_KEY = "test";
    static final String SECRET_KEY = "test-secret";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final int kafka;
    final int postgres;
    final int mongodb;
    final int s3;
    private final int health;
    private final Path data;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    BackendsProcess(Path data) {
        var ports = freePorts(6);
        this.data = data;
        this.kafka = ports.get(0);
        this.postgres = ports.get(1);
        this.mongodb = ports.get(2);
        this.s3 = ports.get(3);
        this.health = ports.get(5);
        environment.putAll(Map.of(
                "SLIPWAY_DATA", data.toString(),
                "SLIPWAY_KAFKA_PORT", Integer.toString(kafka),
                "SLIPWAY_POSTGRES_PORT", Integer.toString(postgres),
                "SLIPWAY_MONGODB_PORT", Integer.toString(mongodb),
                "SLIPWAY_S3_PORT", Integer.toString(s3),
                "SLIPWAY_KAFKA_CONTROLLER_PORT", Integer.toString(ports.get(4)),
                "SLIPWAY_BACKENDS_HEALTH_PORT", Integer.toString(health),
                "SLIPWAY_S3_ACCESS_KEY", ACCESS_KEY,
                "SLIPWAY_S3_SECRET_KEY", SECRET_KEY));
        environment.putAll(Map.of(
                "SLIPWAY_FSYNC",
                "false",
                "SLIPWAY_PARENT_PID",
                Long.toString(ProcessHandle.current().pid())));
    }

    BackendsProcess with(String setting, String value) {
        environment.put(setting, value);
        return this;
    }

    BackendsProcess launch() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java,
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("backends.jar"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    BackendsProcess awaitReady() throws Exception {
        await("the backends are up", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the backends ended: " + Files.readString(log()));
            }
            return healthStatus() == 200;
        });
        return this;
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Its exit code, when it has ended by itself or by a signal. */
    int awaitEnd() {
        return process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    void terminate() {
        process.destroy();
    }

    Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    int healthStatus() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health".formatted(health)));
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0;
        }
    }

    /** Also of a PostgreSQL server that a kill of this process left behind. */
    @Override
    public void close() throws IOException {
        terminate();
        awaitEnd();
        var postmaster = Postmaster.serving(data.resolve("postgresql"));
        postmaster.ifPresent(server -> server.process().destroyForcibly());
    }

    static void await(String what, Condition condition) throws Exception {
        var deadline = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("Not within " + PATIENCE + ": " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    /** Below the range that outgoing connections take theirs from: one of those could come first. */
    private static List<Integer> freePorts(int count) {
        var ports = new ArrayList<Integer>();
        while (ports.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(Loopback.at(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
