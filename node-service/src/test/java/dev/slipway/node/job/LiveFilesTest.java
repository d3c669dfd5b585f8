package dev.slipway.node.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.job.LiveFiles.Entry;
import dev.slipway.node.job.LiveFiles.Found;
import dev.slipway.platform.failure.Failure;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFilesTest {
    @TempDir
    Path folder;

    private JobDirectory job;

    @BeforeEach
    void job() throws IOException {
        job = new JobDirectory(folder.resolve("42"));
        Files.createDirectories(job.task().resolve("sub"));
        Files.createDirectories(job.log());
        Files.writeString(job.attempt(), "2");
        Files.writeString(job.task().resolve("cmd.sh"), "echo");
        Files.writeString(job.task().resolve("sub/file"), "inner");
        Files.writeString(job.log().resolve("god.log"), "live");
        Files.writeString(folder.resolve("secret"), "secret");
    }

    @Test
    void foldersListAndFilesAreRead() throws IOException {
        assertThat(((Found.Folder) find("")).entries())
                .containsExactly(
                        new Entry("cmd.sh", "file", 4),
                        new Entry("god.err", "file", 0),
                        new Entry("god.log", "file", 4),
                        new Entry("sub", "dir", 0));
        assertThat(((Found.Folder) find("sub/")).entries()).containsExactly(new Entry("file", "file", 5));
        assertThat(text("sub/file")).isEqualTo("inner");
    }

    @Test
    void theLogsOfTheRunAtHandAreShownWhateverTheJobPutThere() throws IOException {
        Files.createSymbolicLink(job.task().resolve("god.log"), folder.resolve("secret"));
        assertThat(text("god.log")).isEqualTo("live");
    }

    @Test
    void nothingLeadsOut() throws IOException {
        Files.createSymbolicLink(job.task().resolve("link"), folder.resolve("secret"));
        Files.createSymbolicLink(job.task().resolve("up"), folder);
        for (var path : new String[] {
            "link",
            "up",
            "up/secret",
            "../attempt",
            "sub/../../../secret",
            "..",
            "sub/file/x",
            "none",
            "/../secret",
            "a\0b"
        }) {
            assertThatThrownBy(() -> find(path)).as(path).isInstanceOf(Failure.class);
        }
        assertThat(((Found.Folder) find("")).entries()).extracting(Entry::name).doesNotContain("link", "up");
    }

    @Test
    void anotherAttemptIsNotHere() {
        assertThatThrownBy(() -> LiveFiles.find(job, 1, "cmd.sh")).isInstanceOf(Failure.class);
    }

    private Found find(String path) throws IOException {
        return LiveFiles.find(job, 2, path);
    }

    private String text(String path) throws IOException {
        try (var in = Channels.newInputStream(((Found.Content) find(path)).channel())) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
