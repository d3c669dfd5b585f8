package dev.slipway.node.node;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What this node is called. A name that nobody has chosen is kept with the suite's state: the machine may be given another
 * one while what was started under the first still runs.
 */
@ApplicationScoped
public class NodeName {
    private static final String FILE = "node-name";

    private final String name;

    NodeName(NodeConfig config) {
        this.name =
                config.name().orElseGet(() -> config.home().map(NodeName::kept).orElseGet(NodeName::host));
    }

    static String kept(String home) {
        var file = Path.of(home, FILE);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                var draft = Files.createTempFile(file.getParent(), FILE, null);
                Files.writeString(draft, host() + "\n");
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unique in the suite. */
    public String get() {
        return name;
    }

    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
