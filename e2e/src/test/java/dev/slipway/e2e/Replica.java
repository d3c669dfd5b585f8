package dev.slipway.e2e;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A second process of a service, with the command and the environment of the first one but for its port. */
record Replica(Process process, String url) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** @param first what the kernel tells of the first process */
    static Replica start(Path first, Path home, String name, int port) throws IOException {
        var log = home.resolve("log").resolve(name + "-replica.log");
        var builder = new ProcessBuilder(entries(first.resolve("cmdline")))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.clear();
        for (var entry : entries(first.resolve("environ"))) {
            var equals = entry.indexOf('=');
            environment.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var replica = new Replica(builder.start(), "http://127.0.0.1:" + port);
        Awaitility.await("a replica of " + name + "; see " + log)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> given().get(replica.url() + "/q/health/ready").statusCode() == 200);
        return replica;
    }

    private static List<String> entries(Path file) throws IOException {
        return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
    }

    /** A clean stop: nobody has to wait for the end of what it held. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
