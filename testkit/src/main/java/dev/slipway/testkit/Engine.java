package dev.slipway.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The real container engine of this machine. */
public final class Engine {
    private Engine() {}

    /** The base image, made from the host's own programs when the engine does not have it. */
    public static String image() {
        var root = Path.of(System.getProperty("slipway.root", "..")).toAbsolutePath();
        try {
            var process = new ProcessBuilder(root.resolve("deploy/base-image").toString(), "load")
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "No container engine to test with; `./slipway test` starts one: " + said);
            }
            return "slipway/base:latest";
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
