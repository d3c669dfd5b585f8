package dev.slipway.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeNameTest {
    @TempDir
    Path home;

    @Test
    void theNameOfTheFirstStartStays() throws IOException {
        var state = home.resolve("state");
        var first = NodeName.kept(state.toString());
        assertThat(first)
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        assertThat(state.resolve("node-name")).content().isEqualTo(first + "\n");
        // As if the machine had been called so then.
        Files.writeString(state.resolve("node-name"), "older-name\n");
        assertThat(NodeName.kept(state.toString())).isEqualTo("older-name");
        assertThat(state.toFile().list()).containsExactly("node-name");
    }
}
