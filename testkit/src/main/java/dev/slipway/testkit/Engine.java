package dev.slipway.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The real container engine of this machine. */
public final class Engine {
    private static final String BASE = "slipway/base:latest";

    private Engine() {}

    /** The base image, made from the host's own programs when the engine does not have it. */
    public static String image() {
        var root = Path.of(System.getProperty("slipway.root", "..")).toAbsolutePath();
        run(root.resolve("deploy/base-image").toString(), "load");
        return BASE;
    }

    /** Gives the base image one more name. */
    public static void tag(String name) {
        run("docker", "tag", BASE, name);
    }

    /** Takes that name away again. */
    public static void untag(String name) {
        run("docker", "rmi", name);
    }

    private static void run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "No container engine to test with; `./slipway test` starts one: " + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
