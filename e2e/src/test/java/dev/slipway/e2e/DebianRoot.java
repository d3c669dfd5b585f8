package dev.slipway.e2e;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A server of a Debian package that runs in a folder of its own and is not installed: {@code e2e/debian-root} makes the
 * folder, and says what it needs.
 */
final class DebianRoot {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The number of the first user the folder is made with. */
    private static final int FIRST_USER = 61001;

    private final Path folder;
    private final int port;
    private Optional<Process> process = Optional.empty();

    private DebianRoot(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** The folder of a package, for a server that will listen on a port of this machine. */
    static DebianRoot of(Path module, String name, int port, String... users) throws IOException, InterruptedException {
        var folder = module.resolve("target").resolve(name);
        var command = new ArrayList<>(List.of(module.resolve("debian-root").toString(), folder.toString(), name));
        command.addAll(List.of(users));
        run(command);
        return new DebianRoot(folder, port);
    }

    Path folder() {
        return folder;
    }

    /** A new, empty folder in it, of its user of this number, the first being 0. */
    void makeFolder(String path, int user) throws IOException {
        Suite.delete(folder.resolve(path));
        var made = Files.createDirectories(folder.resolve(path));
        Files.setAttribute(made, "unix:uid", FIRST_USER + user);
        Files.setAttribute(made, "unix:gid", FIRST_USER + user);
    }

    /** Runs one of its programs to its end. */
    void execute(String... command) throws IOException, InterruptedException {
        run(inside(command));
    }

    /** Starts its server; done when that takes connections. */
    void start(String... command) throws IOException {
        process = Optional.of(new ProcessBuilder(inside(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                .start());
        Awaitility.await(command[0] + " on port " + port + "; see " + log())
                .atMost(PATIENCE)
                .until(this::listens);
    }

    /** Done when nobody listens any more. */
    void stop() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroy();
            process.get().waitFor();
            process = Optional.empty();
            Awaitility.await().atMost(PATIENCE).until(() -> !listens());
        }
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> inside(String... command) {
        var whole = new ArrayList<>(List.of("chroot", folder.toString()));
        whole.addAll(List.of(command));
        return whole;
    }

    private File log() {
        return new File(folder + ".log");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
    }
}
