package dev.slipway.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmasterTest {
    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void endTheProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void aServerOfThisFolderIsFound() throws IOException {
        process = aProcessWithArgument(folder.toString());
        tell(process.pid(), folder, 18091);
        assertThat(Postmaster.serving(folder)).hasValueSatisfying(server -> {
            assertThat(server.process().pid()).isEqualTo(process.pid());
            assertThat(server.port()).isEqualTo(18091);
        });
    }

    @Test
    void aFolderThatNobodyServesHasNone() throws IOException {
        assertThat(Postmaster.serving(folder)).isEmpty();
    }

    @Test
    void aFileCopiedFromAnotherFolderIsNotBelieved() throws IOException {
        process = aProcessWithArgument("/elsewhere");
        tell(process.pid(), Path.of("/elsewhere"), 18091);
        assertThat(Postmaster.serving(folder)).isEmpty();
    }

    @Test
    void aProcessThatGotTheNumberLaterIsNotTakenForTheServer() throws IOException {
        process = aProcessWithArgument("something else");
        tell(process.pid(), folder, 18091);
        Postmaster.forgetStale(folder);
        assertThat(folder.resolve("postmaster.pid")).doesNotExist();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void aFileCutShortByACrashIsForgotten() throws IOException {
        Files.writeString(folder.resolve("postmaster.pid"), "12\n");
        Postmaster.forgetStale(folder);
        assertThat(folder.resolve("postmaster.pid")).doesNotExist();
    }

    private static Process aProcessWithArgument(String argument) throws IOException {
        return new ProcessBuilder("sh", "-c", "sleep 60; true", "postgres", argument).start();
    }

    private void tell(long pid, Path served, int port) throws IOException {
        Files.writeString(
                folder.resolve("postmaster.pid"), "%d\n%s\n1700000000\n%d\n\n127.0.0.1\n".formatted(pid, served, port));
    }
}
