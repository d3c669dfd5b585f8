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
        assertThat(walk(2, 1000).leftOut().count()).isEqualTo(4);
        assertThat(walk(100, 25).files()).hasSize(3);
    }

    @Test
    void foldersAndNamesAndEachFileHaveALimitToo() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.createDirectory(root.resolve("d" + i));
        }
        Files.writeString(root.resolve("large"), "0123456789");
        Files.writeString(root.resolve("small"), "01");
        var harvest = walk(new HarvestLimits(100, 3, 1000, 9, 1000));
        assertThat(harvest.directories()).hasSize(3);
        assertThat(harvest.files()).containsExactly(new Harvest.Kept("small", 2));
        assertThat(harvest.leftOut().count()).isEqualTo(3);
        assertThat(harvest.leftOut().text()).startsWith("Not kept: 3\n").contains("large: larger than 9 bytes\n");
        var short6 = walk(new HarvestLimits(100, 100, 1000, 1000, 6));
        assertThat(short6.files().size() * 5 + short6.directories().size() * 2).isLessThanOrEqualTo(6);
    }

    @Test
    void whatIsNamedByBytesThatAreNoTextIsLeftOut() throws Exception {
        var made = new ProcessBuilder(
                        "sh",
                        "-c",
                        "touch \"$(printf 'a\\377')\"; mkdir \"$(printf '\\376')\"; touch \"$(printf '\\376')/in\"")
                .directory(root.toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        Files.writeString(root.resolve("plain"), "x");
        var harvest = walk(100, 1000);
        assertThat(harvest.files()).containsExactly(new Harvest.Kept("plain", 1));
        assertThat(harvest.directories()).isEmpty();
        assertThat(harvest.leftOut().count()).isEqualTo(3);
        assertThat(harvest.leftOut().text()).contains("its name is no text");
    }

    @Test
    void onlyTheFirstOfWhatIsLeftOutIsNamed() {
        var leftOut = LeftOut.NOTHING;
        for (int i = 0; i < 250; i++) {
            leftOut = leftOut.and("line\n" + i, "why");
        }
        assertThat(leftOut.text().lines()).hasSize(102).contains("line?99: why", "and 150 more");
    }

    private Harvest walk(int files, long bytes) throws IOException {
        return walk(new HarvestLimits(files, 1000, bytes, bytes, 100_000));
    }

    private Harvest walk(HarvestLimits limits) throws IOException {
        return Harvester.walk(root, 0, 0, limits);
    }
}
