package dev.slipway.testkit;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/**
 * One process with all backends for one Maven run: the first test class that asks starts it, all others find its ports in a
 * file, and it ends with Maven.
 */
final class BackendsProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> PORTS = List.of(
            "SLIPWAY_KAFKA_PORT",
            "SLIPWAY_KAFKA_CONTROLLER_PORT",
            "SLIPWAY_POSTGRES_PORT",
            "SLIPWAY_MONGODB_PORT",
            "SLIPWAY_S3_PORT",
            "SLIPWAY_BACKENDS_HEALTH_PORT");

    private final Path state;

    private BackendsProcess(Path state) {
        this.state = state;
    }

    /** The folder of this Maven run, with the backends running. */
    static BackendsProcess running() throws IOException, InterruptedException {
        var root = Path.of(System.getProperty("slipway.root", ".."))
                .toAbsolutePath()
                .normalize();
        var maven = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
        var runs = root.resolve("target/test-backends");
        var state = Files.createDirectories(runs.resolve(Long.toString(maven)));
        try (var lock = new RandomAccessFile(state.resolve("lock").toFile(), "rw");
                var _ = lock.getChannel().lock()) {
            var process = new BackendsProcess(state);
            if (!process.answers()) {
                removeOlder(runs);
                process.start(root, maven);
            }
            return process;
        }
    }

    Path state() {
        return state;
    }

    /** A free port each, as they were chosen at the start. */
    int port(String name) {
        return Integer.parseInt(ports().getProperty(name));
    }

    private Properties ports() {
        var ports = new Properties();
        try (var in = Files.newInputStream(state.resolve("ports"))) {
            ports.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ports;
    }

    private boolean answers() {
        return Files.exists(state.resolve("ports")) && answers(port("SLIPWAY_BACKENDS_HEALTH_PORT"));
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void start(Path root, long maven) throws IOException, InterruptedException {
        var jar = root.resolve("deploy/backends/target/backends/backends.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("The backends are not built: package deploy/backends first");
        }
        var ports = choosePorts();
        var log = state.resolve("backends.log").toFile();
        var process = command(jar, maven, ports, log).start();
        awaitReady(process, log);
        try (var out = Files.newOutputStream(state.resolve("ports"))) {
            ports.store(out, null);
        }
    }

    private ProcessBuilder command(Path jar, long maven, Properties ports, File log) {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString());
        var environment = builder.environment();
        ports.forEach((name, port) -> environment.put((String) name, (String) port));
        environment.put("SLIPWAY_DATA", state.resolve("data").toString());
        environment.put("SLIPWAY_S3_ACCESS_KEY", Backends.S3_ACCESS_KEY);
        environment.put("SLIPWAY_S3_SECRET_KEY", Backends.S3_SECRET_KEY);
        environment.put("SLIPWAY_PARENT_PID", Long.toString(maven));
        environment.put("SLIPWAY_FSYNC", "false");
        return builder.redirectErrorStream(true).redirectOutput(log);
    }

    private static void awaitReady(Process process, File log) throws IOException, InterruptedException {
        var until = Instant.now().plus(PATIENCE);
        while (!Files.readString(log.toPath()).contains("ready in")) {
            if (!process.isAlive() || Instant.now().isAfter(until)) {
                throw new IllegalStateException("The backends did not start: " + Files.readString(log.toPath()));
            }
            process.waitFor(Duration.ofMillis(100));
        }
    }

    /** All sockets are open at once, so that no port is given twice. */
    private static Properties choosePorts() throws IOException {
        var ports = new Properties();
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (var name : PORTS) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.setProperty(name, Integer.toString(socket.getLocalPort()));
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }

    /** What Maven runs that are gone left behind. */
    private static void removeOlder(Path folder) throws IOException {
        try (var runs = Files.list(folder)) {
            for (var run : runs.filter(BackendsProcess::isOver).toList()) {
                try (var tree = Files.walk(run)) {
                    tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
                }
            }
        }
    }

    private static boolean isOver(Path run) {
        var name = String.valueOf(run.getFileName());
        return name.matches("\\d+") && ProcessHandle.of(Long.parseLong(name)).isEmpty();
    }
}
