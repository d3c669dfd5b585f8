package dev.slipway.node.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarvesterTest {
    @TempDir
    Path root;

    @Test
    void onlyWhatIsReallyThereIsKept() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/c"), "xyz");
        Files.writeString(root.resolve("god.log"), "log");
        Files.createSymbolicLink(root.resolve("passwd"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(root.resolve("etc"), Path.of("/etc"));
        var harvest = walk(100, 1000);
        assertThat(harvest.files()).containsExactly(new Harvest.Kept("god.log", 3), new Harvest.Kept("a/b/c", 3));
        assertThat(harvest.directories()).containsExactlyInAnyOrder("a", "a/b");
        assertThat(harvest.bytes()).isEqualTo(6);
    }

    @Test
    void beyondTheLimitsTheLogsComeFirst() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(root.resolve("a" + i), "0123456789");
        }
        Files.writeString(root.resolve("god.log"), "log");
        assertThat(walk(2, 1000).files()).hasSize(2).first().isEqualTo(new Harvest.Kept("god.log", 3));
        assertThat(walk(2, 1000).skipped()).isEqualTo(4);
        assertThat(walk(100, 25).files()).hasSize(3);
    }

    private Harvest walk(int files, long bytes) throws IOException {
        return Harvester.walk(root, 0, 0, files, bytes);
    }
}
