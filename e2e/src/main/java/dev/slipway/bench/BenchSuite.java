package dev.slipway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A suite of its own beside the user's: another home, other ports, and a node that takes eight one-processor tasks at once. */
final class BenchSuite implements AutoCloseable {
    /** Containers at once, here and in the peer measurement: where the bare engine does its best on two cores. */
    static final int PARALLEL = 8;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PORT = 19_080;
    private static final int POSTGRES = PORT + 11;

    private final String script = required("SLIPWAY_SCRIPT");
    private final Path home = Path.of(required("SLIPWAY_HOME"), "bench");
    private boolean up;

    /** Stops it and deletes what the benchmark before left behind: figures do not depend on what ran earlier. */
    void renew() throws IOException, InterruptedException {
        run("reset", "--yes");
        up = false;
    }

    /** Starts it, without the demo; does nothing when it runs. */
    GatewayClient start() throws IOException, InterruptedException {
        if (!up) {
            run("up", "--no-demo");
            up = true;
        }
        return client();
    }

    /** How long a start with the demo task takes, from nothing running to the task's proved end. */
    Duration timeToFirstTask() throws IOException, InterruptedException {
        run("up", "--no-demo");
        stop();
        var began = System.nanoTime();
        run("up");
        up = true;
        return Duration.ofNanos(System.nanoTime() - began);
    }

    void stop() throws IOException, InterruptedException {
        run("down");
        up = false;
    }

    /** Its processes of these names. */
    List<ProcessHandle> processes(String... names) throws IOException, InterruptedException {
        var wanted = List.of(names);
        var found = new ArrayList<ProcessHandle>();
        for (var process : status().path("processes")) {
            if (wanted.contains(process.path("name").asText())) {
                found.add(ProcessHandle.of(process.path("pid").asLong()).orElseThrow());
            }
        }
        if (found.size() != names.length) {
            throw new IllegalStateException("Not all of %s run".formatted(wanted));
        }
        return found;
    }

    /** {@code kill -9} of all of these at once; done when they are gone, and {@link #start} starts them again. */
    void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(it -> it.onExit().join());
        up = false;
    }

    JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(run("status", "--json"));
    }

    GatewayClient client() throws IOException, InterruptedException {
        var credentials = JSON.readTree(run("credentials"));
        return GatewayClient.login(
                credentials.path("url").asText(),
                credentials.path("user").asText(),
                credentials.path("apikey").asText());
    }

    /** The tasks in the store, for what would take too long through the front door. */
    Connection store() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/task?user=postgres".formatted(POSTGRES));
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(script));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("SLIPWAY_HOME", home.toString());
        builder.environment().put("SLIPWAY_PORT", Integer.toString(PORT));
        builder.environment().put("SLIPWAY_SUITE", "slipway-bench");
        builder.environment().put("SLIPWAY_NODE_CPUS", Integer.toString(PARALLEL));
        var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("slipway " + arguments[0] + " failed: " + said);
        }
        return said;
    }

    private static String required(String variable) {
        var value = System.getenv(variable);
        if (value == null) {
            throw new IllegalStateException(variable + " is not set: start this by ./slipway bench");
        }
        return value;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (up) {
            stop();
        }
    }
}
