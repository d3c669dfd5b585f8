package dev.slipway.node.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.engine.LogSink.Channel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    Path folder;

    private JobDirectory job;

    @BeforeEach
    void job() {
        job = new JobDirectory(folder);
    }

    @Test
    void aSecondTellingAddsOnlyWhatIsNew() throws IOException {
        tell("abc", "x");
        tell("abcdef", "xy");
        assertThat(text(Channel.STDOUT)).isEqualTo("abcdef");
        assertThat(text(Channel.STDERR)).isEqualTo("xy");
    }

    @Test
    void theEndOfWhatIsKnownMayLieWithinAPiece() throws IOException {
        tell("abcd", "");
        try (var files = LogFiles.open(job)) {
            files.take(Channel.STDOUT, "ab".getBytes(UTF_8));
            files.take(Channel.STDOUT, "cdef".getBytes(UTF_8));
            files.take(Channel.STDOUT, "g".getBytes(UTF_8));
        }
        assertThat(text(Channel.STDOUT)).isEqualTo("abcdefg");
    }

    @Test
    void partsAreReadByTheirOffset() throws IOException {
        tell("abcdef", "");
        assertThat(new String(LogFiles.read(job, Channel.STDOUT, 2, 3), UTF_8)).isEqualTo("cde");
        assertThat(LogFiles.read(job, Channel.STDOUT, 6, 3)).isEmpty();
        assertThat(LogFiles.read(job, Channel.STDERR, 0, 3)).isEmpty();
    }

    @Test
    void whatTheStoreHasIsRemembered() throws IOException {
        assertThat(Shipped.load(job)).isEqualTo(Shipped.NOTHING);
        tell("a", "");
        new Shipped(7, 9).save(job);
        assertThat(Shipped.load(job)).isEqualTo(new Shipped(7, 9));
    }

    private void tell(String out, String err) throws IOException {
        try (var files = LogFiles.open(job)) {
            files.take(Channel.STDOUT, out.getBytes(UTF_8));
            files.take(Channel.STDERR, err.getBytes(UTF_8));
        }
    }

    private String text(Channel channel) throws IOException {
        return new String(LogFiles.read(job, channel, 0, 1000), UTF_8);
    }
}
