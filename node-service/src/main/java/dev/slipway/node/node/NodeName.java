package dev.slipway.node.node;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this node is called. */
@ApplicationScoped
public class NodeName {
    private final String name;

    NodeName(NodeConfig config) {
        this.name = config.name().orElseGet(NodeName::host);
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
